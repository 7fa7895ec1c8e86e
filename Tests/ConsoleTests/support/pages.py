"""Every page of the console, by the name of its pictures."""


PAGES = {
    "overview": "",
    "overview-day": "?period=24h",
    "live": "live",
    "gallery": "gallery",
    "gallery-search": "gallery?search=lighthouse&model=google%2F*",
    "gallery-nothing": "gallery?search=nosuchword",
    "result-picture": "results/{picture}",
    "result-video": "results/{video}",
    "result-song": "results/{song}",
    "result-remove": "results/{picture}/purge",
    "jobs": "jobs",
    "jobs-running": "jobs?state=running",
    "job-unknown": "jobs/{unknown}",
    "job-failed": "jobs/{failed}",
    "job-rejected": "jobs/{rejected}",
    "callbacks": "callbacks",
    "keys": "keys",
    "key": "keys/alice",
    "key-declared": "keys/nightly-tests",
    "key-revoked": "keys/intern",
    "key-rotate": "keys/alice/rotate",
    "key-revoke": "keys/alice/revoke",
    "teams": "teams",
    "team": "teams/design",
    "team-declared": "teams/film",
    "settings": "settings",
    "settings-set": "settings?show=set",
    "done": "keys/alice?done=changed",
}


def address(name, month):
    """The address of a page, in which a month's things are named."""
    return PAGES[name].format(**vars(month))


# What there is not.
ABSENT = {"no-page": "nothing", "no-result": "results/g999999", "no-job": "jobs/g999999", "no-key": "keys/nobody",
          "no-team": "teams/nobody"}
