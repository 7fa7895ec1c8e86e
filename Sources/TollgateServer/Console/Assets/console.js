// What the pages do more with scripts than without. Nothing here makes markup: texts go in as text.
import { offerCopies } from "./copy.js";
import { followRequests } from "./live.js";
import { showLocalTimes } from "./times.js";

offerCopies(document);
showLocalTimes(document);
followRequests(document);
