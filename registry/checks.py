"""What is refused before the site starts: a claim to be official that is half made."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import Error

NAMES = ("host", "agency", "agency_website", "logo", "links")
PARENT = ("parent", "parent_website")
# The links that a federal website owes its readers: the identifier of the U.S. Web Design
# System names them, with the laws behind each.
LINKS = {
    "about": "about the agency",
    "accessibility": "accessibility statement",
    "foia": "FOIA requests",
    "no_fear": "No FEAR Act data",
    "inspector_general": "Office of the Inspector General",
    "performance": "performance reports",
    "privacy": "privacy policy",
}


def official_site_is_told_in_full(app_configs, **kwargs) -> list[Error]:
    """A banner that says "official website" stands with all that makes it true, or not
    at all."""
    official = settings.OFFICIAL_SITE
    if official is None:
        return []
    return [
        Error(f"OFFICIAL_SITE {wrong}", hint=f"{hint} Or unset it.", id="registry.E001")
        for wrong, hint in faults(official)
    ]


def faults(official):
    """What is wrong with the setting, and what to do: pairs of sentences."""
    if not isinstance(official, dict):
        yield "is not an object.", f"Give a JSON object with {', '.join(NAMES)}."
        return
    links = official.get("links")
    links = links if isinstance(links, dict) else {}
    for name in NAMES:
        if not official.get(name):
            yield f"lacks “{name}”.", "pitf_site/settings.py shows it in full."
    for name in sorted(set(official) - {*NAMES, *PARENT}):
        yield f"has “{name}”, which nothing reads.", f"Known: {', '.join(NAMES + PARENT)}."
    if bool(official.get("parent")) != bool(official.get("parent_website")):
        yield "names a parent by half.", "Give both “parent” and “parent_website”."
    for name, words in LINKS.items():
        if not links.get(name):
            yield f"lacks the link “{name}”: {words}.", f"Put its address into links.{name}."
    for name in sorted(set(links) - set(LINKS)):
        yield f"has the link “{name}”, which nothing shows.", f"Known: {', '.join(LINKS)}."
    host = str(official.get("host", ""))
    if host and host.rpartition(".")[2] not in ("gov", "mil"):
        yield f"claims “{host}”, which is no .gov or .mil host.", "Give the host of the site."
    addresses = {"agency_website": official.get("agency_website")}
    addresses["parent_website"] = official.get("parent_website")
    addresses |= {f"links.{name}": links[name] for name in LINKS if name in links}
    for name, address in addresses.items():
        if address and not is_address(address):
            yield (
                f"has no address of a web page in “{name}”: “{address}”.",
                ("Write https://… or, of a page of this site, /…/."),
            )
    logo = official.get("logo")
    if logo and finders.find(str(logo)) is None:
        yield f"names a logo that is not there: “{logo}”.", "Give the path of a static file."


def is_address(address) -> bool:
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    if parts.scheme:
        return parts.scheme in ("https", "http") and bool(parts.netloc)
    return address.startswith("/") and not address.startswith("//")
