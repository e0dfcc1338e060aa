"""People's names in any order: "Rice, Condoleezza", "LtGen James R. Clapper, Jr., USAF
(Ret.)", "TROY, TEVI D.", "McConnell, J. Michael “Mike”".

Written here and not left to a library, because sheets of government mix in ranks, services,
posts and place holders, and because a name must come apart in the same way everywhere.
"""

import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from ..text import UNSEEN, VARIANTS, fold

# As folded words without dots -> how the record prints them.
HONORIFICS = {
    **dict.fromkeys(("mr", "mister"), "Mr."),
    **dict.fromkeys(("mrs",), "Mrs."),
    **dict.fromkeys(("ms", "miss"), "Ms."),
    **dict.fromkeys(("dr", "doctor"), "Dr."),
    **dict.fromkeys(("prof", "professor"), "Prof."),
    **dict.fromkeys(("amb", "ambassador", "ambassador-at-large"), "Ambassador"),
    **dict.fromkeys(("sec", "secy", "secretary"), "Secretary"),
    **dict.fromkeys(("sen", "senator"), "Senator"),
    **dict.fromkeys(
        ("rep", "representative", "congressman", "congresswoman"), "Representative"
    ),
    **dict.fromkeys(("gov", "governor"), "Governor"),
    **dict.fromkeys(("hon", "honorable", "honourable"), "Hon."),
    **dict.fromkeys(("judge",), "Judge"),
    **dict.fromkeys(("justice",), "Justice"),
    **dict.fromkeys(("rev", "reverend"), "Rev."),
    **dict.fromkeys(("president", "pres"), "President"),
    **dict.fromkeys(("director", "dir"), "Director"),
    **dict.fromkeys(("administrator",), "Administrator"),
    **dict.fromkeys(("commissioner",), "Commissioner"),
    **dict.fromkeys(("special agent",), "Special Agent"),
    **dict.fromkeys(("chairman", "chairwoman", "chair"), "Chair"),
    **dict.fromkeys(("gen", "general"), "Gen."),
    **dict.fromkeys(("ltgen", "lieutenant general", "lt gen", "ltg"), "Lt. Gen."),
    **dict.fromkeys(("majgen", "major general", "maj gen", "mg"), "Maj. Gen."),
    **dict.fromkeys(("brig gen", "brigadier general", "bgen", "bg", "briggen"), "Brig. Gen."),
    **dict.fromkeys(("adm", "admiral"), "Adm."),
    **dict.fromkeys(("vadm", "vice admiral", "vice adm", "v adm"), "Vice Adm."),
    **dict.fromkeys(("radm", "rear admiral", "rear adm", "r adm"), "Rear Adm."),
    **dict.fromkeys(("col", "colonel"), "Col."),
    **dict.fromkeys(("lt col", "ltcol", "ltc", "lieutenant colonel"), "Lt. Col."),
    **dict.fromkeys(("maj", "major"), "Maj."),
    **dict.fromkeys(("cpt", "capt", "captain"), "Capt."),
    **dict.fromkeys(("lcdr", "lieutenant commander", "lt cmdr", "lt cdr"), "Lt. Cdr."),
    **dict.fromkeys(("cdr", "cmdr", "commander"), "Cdr."),
    **dict.fromkeys(("sgt", "sergeant", "ssgt", "msgt", "sfc"), "Sgt."),
    **dict.fromkeys(("lt", "lieutenant"), "Lt."),
    **dict.fromkeys(("sir",), "Sir"),
    **dict.fromkeys(("the hon", "the honorable"), "Hon."),
}
SUFFIXES = {
    **dict.fromkeys(("jr", "junior", "jnr"), "Jr."),
    **dict.fromkeys(("sr", "senior", "snr"), "Sr."),
    **{numeral: numeral.upper() for numeral in ("ii", "iii", "iv")},
    **dict.fromkeys(("2nd",), "II"),
    **dict.fromkeys(("3rd",), "III"),
    **dict.fromkeys(("4th",), "IV"),
}
# Behind a name and no part of it: degrees, services, retirement.
TRAILERS = {
    *("phd", "ph d", "md", "m d", "jd", "j d", "esq", "esquire", "mph", "mpa", "mba", "cpa"),
    *("dds", "dvm", "rn", "usa", "usn", "usaf", "usmc", "uscg", "usphs", "ret", "retired"),
    *("us army", "us navy", "us air force", "us marine corps", "us coast guard", "jp", "edd"),
    *("u s army", "u s navy", "u s air force", "sc d", "scd", "ma", "ba", "bs", "ms", "llm"),
}
# Behind a comma or dash: what somebody does there, and no part of the name.
REMARKS = {
    *("acting", "ai", "a i", "ad interim", "interim", "ptdo", "designee", "designated"),
    *("alternate", "alt", "backup", "detailee", "on detail", "nominee", "principal", "lead"),
    *(
        "chair",
        "co-chair",
        "vice chair",
        "member",
        "observer",
        "poc",
        "contractor",
        "presiding",
    ),
    *("deceased", "by phone", "via phone", "phone", "by video", "vtc", "remote"),
}
# Words that belong to the family name that follows them.
PARTICLES = {
    *("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le", "ter"),
    *("st", "ste", "saint", "bin", "ibn", "al", "el", "ben", "du", "van der", "y", "zu"),
}
PLACEHOLDERS = {
    *("vacant", "vacancy", "tbd", "tba", "tbc", "n/a", "na", "none", "nobody", "unknown"),
    *("not applicable", "to be determined", "to be announced", "to be named", "to be filled"),
    *("unfilled", "open", "empty", "pending", "various", "staff", "career incumbent"),
    *("incumbent", "career", "career employee", "position vacant", "vacant position", "acting"),
    *("not available", "not known", "not stated", "no incumbent", "unnamed", "same", "ditto"),
    *("currently vacant", "to be appointed", "to be confirmed", "designee", "or designee"),
    *("see above", "awaiting nomination", "nominee pending", "recruiting", "multiple", "all"),
    *("no representative", "no one", "no name", "name withheld", "redacted", "withheld", "x"),
}
PLACEHOLDER_STARTS = (
    "vacant",
    "career incumbent",
    "to be ",
    "tbd",
    "position vacant",
    "unfilled",
)


@dataclass(frozen=True)
class PersonName:
    given: str = ""
    family: str = ""
    suffix: str = ""
    honorific: str = ""
    nickname: str = ""
    middle: str = ""

    @property
    def printed(self) -> str:
        """ "James R. Clapper, Jr." """
        name = " ".join(part for part in (self.given, self.middle, self.family) if part)
        return f"{name}, {self.suffix}" if self.suffix else name


def is_placeholder(text: str) -> bool:
    """Does it stand in a column of names and name nobody? "Vacant", "Career Incumbent"."""
    folded = fold(text).replace(".", "")
    if not any(mark.isalpha() for mark in folded):
        return True  # "—", "???", "(1)"
    said = " ".join(re.sub(r"[^a-z0-9/ ]+", " ", folded).split())
    if said.startswith("vacant ") and said.endswith(" acting"):
        return False  # "Vacant (Jane Doe, acting)"
    return said in PLACEHOLDERS or said.startswith(PLACEHOLDER_STARTS)


# In a column of names these are a list of choices; as titles they are titles.
ROLES = {
    *("chair", "co-chair", "vice chair", "member", "observer", "participant", "invited"),
    *("regular participant", "principal", "alternate", "representative"),
}


def is_nobody(text: str) -> bool:
    """Does it name nobody, though it stands where a person should?"""
    return is_placeholder(text) or fold(text) in ROLES


def word(text: str) -> str:
    """A word as it stands in the lists: folded, no dots."""
    return fold(text).replace(".", "").strip(" ,()")


# How to reach somebody: "<jane.doe@state.gov>", "(202) 555-0101". Bounded, for long cells.
CONTACT = re.compile(
    r"[<(\[]?(?:mailto:)?[\w.+'-]{1,64}@[\w.-]{1,190}\.\w{2,20}[>)\]]?"
    r"|(?:\(\d{3}\) ?|\b\d{3}[-. ])?\b\d{3}[-. ]\d{4}\b(?: ?x\d{1,6})?"
)
MARKS = " *†‡§¹²³"  # of footnotes
# "Ana Lopez vice John Doe" is Ana Lopez, in the place of another.
IN_PLACE_OF = re.compile(
    r"(\S+ \S.*?),? vice (?!chair|president|adm|rear|minister|consul)", re.I
)
BEHIND_DASH = re.compile(r" +-+ +((?:(?! -).)+)$")
VACANT = re.compile(r"\(?vacant\W+(?=.+acting)", re.I)


def _bare(text: str) -> str:
    """A name without what stands around it in lists: how to reach the person, marks of
    footnotes, in whose place, in which capacity."""
    if "@" in text or re.search(r"\d{3}[-. ]\d{4}", text):
        text = CONTACT.sub(" ", text).strip(" ,;") or text
    if match := VACANT.match(text):
        text = text[match.end() :].strip(" ()")
    if " vice " in text.lower() and (match := IN_PLACE_OF.match(text)):
        text = match[1]
    while " -" in text and (match := BEHIND_DASH.search(text)) and _a_remark(match[1]):
        text = text[: match.start()]
    return " ".join(text.strip(MARKS).split())


def _a_remark(text: str) -> bool:
    said = word(text)
    return said in REMARKS or said.startswith(("performing the ", "acting for "))


ACTS = re.compile(
    r"(?:,|\(| [-–—])\s*(?:acting|actg\.?|a\.?\s?i\.?|ad interim|interim|ptdo)\)?\s*$|\(a\)\s*$"
    r"|performing the (?:functions and )?duties",
    re.I,
)
MAIL = re.compile(r"\s*\S+@\S+\.\w+\s*")
COUPLE = re.compile(r"\b(?:mr|mrs|ms|dr)\.? *(?:&|and) *(?:mr|mrs|ms|dr)\b", re.I)
FOR_ANOTHER = re.compile(r"\(?\b(?:represented by|on behalf of|\(for) +[A-Z]\S* [A-Z]")
PARTING = re.compile(r"\s*[;/&\n]\s*|\s+and\s+")


def acts(text: str) -> bool:
    """Does it say behind the name that the person acts in what is held?"""
    return ACTS.search(text) is not None


def no_one_person(text: str) -> str:
    """Why it can't be the name of one person, as the end of a sentence; "" if it can."""
    if MAIL.fullmatch(text):
        return "is an address of mail. Write the name."
    bare = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", text)
    parts = [part for part in PARTING.split(bare) if part.strip()]
    if len(parts) > 1 and all(_a_full_name(part, text) for part in parts):
        return "names several people. Give each a row of their own."
    if COUPLE.search(text) or FOR_ANOTHER.search(text):
        return "names two people. Give the other a row or a column of its own."
    return ""


def _a_full_name(part: str, text: str) -> bool:
    words = part.replace(",", " ").split()
    capital = all(one[0].isupper() or one.lower() in PARTICLES for one in words)
    plain = not {"of", "for", "the", "on"} & set(words) and not any(map(str.isdigit, part))
    return len(words) > 1 and capital and plain and (text.isupper() or not part.isupper())


def parse_person(text: str) -> PersonName:
    """The parts of a name, in whatever order they stand. Case is mended only where the
    whole name is in capitals, or the family name, as lists print it. A lone word is a
    family name."""
    text = _bare(" ".join(text.translate(UNSEEN).translate(VARIANTS).split()))
    text, nickname = _take_nickname(text)
    text, honorific, in_brackets = _take_brackets(text)
    nickname = nickname or in_brackets
    parts = [part.strip() for part in text.split(",") if part.strip()]
    parts, suffix, rank = _take_trailers(parts)
    honorific = honorific or rank
    if not parts:
        return PersonName(suffix=suffix, honorific=honorific, nickname=nickname)
    first, titled = _take_honorifics(parts[0])
    if not first and len(parts) > 1:  # "Dr., Tevi Troy"
        parts = parts[1:]
        first, more = _take_honorifics(parts[0])
        titled = titled or more
    honorific = titled or honorific
    if len(parts) > 1:
        family, given = first, " ".join(parts[1:])
        given, more = _take_honorifics(given)
        honorific = more or honorific
        given, behind = _take_suffix(given)
        family, own = _take_suffix(family)
        suffix = suffix or own or behind
        words = given.split()
        while len(words) > 1 and words[-1].lower() in PARTICLES - {"y", "al", "st", "ben"}:
            family = f"{words.pop()} {family}"  # "Nostrand, Eric Van"
        given, middle = _first_and_middle(" ".join(words))
    else:
        first, own = _take_suffix(first)
        suffix = suffix or own
        given, middle, family = _in_reading_order(first)
    name = PersonName(given, family, suffix, honorific, nickname, middle)
    if text.isupper():
        return _mend_capitals(name)
    # "RICE, Condoleezza", "Condoleezza RICE"; two letters may be initials.
    if family.isupper() and len(family) > (1 if len(parts) > 1 else 2) and not given.isupper():
        return replace(name, family=mended(family))
    return name


def _take_nickname(text: str) -> tuple[str, str]:
    """Out of quotation marks: J. Michael "Mike" McConnell."""
    match = re.search(r"""(?:^|\s)(?:"([^"]+)"|'([^']+)'(?=[\s,]|$))""", text)
    if not match:
        return text, ""
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return " ".join(rest.split()), (match[1] or match[2]).strip(" ,")


def _take_brackets(text: str) -> tuple[str, str, str]:
    """What stands in brackets is a rank, a nickname or a remark: "(Ambassador)", "(Kath)",
    "(Ret.)"."""
    honorific = nickname = ""
    for inside in re.findall(r"[(\[]([^)\]]*)[)\]]", text):
        said = word(inside)
        if said in HONORIFICS:
            honorific = honorific or HONORIFICS[said]
        elif re.fullmatch(r"[^\W\d_]{2,15}", inside) and said not in {*TRAILERS, "acting"}:
            nickname = nickname or inside
    text = re.sub(r"\s*[(\[][^)\]]*[)\]]?\s*", " ", text)
    return " ".join(text.split()), honorific, nickname


def _take_trailers(parts: list[str]) -> tuple[list[str], str, str]:
    """Suffixes, degrees, services and ranks that stand between commas."""
    suffix = honorific = ""
    kept = []
    for place, part in enumerate(parts):
        said = word(part)
        if place and said in SUFFIXES:
            suffix = SUFFIXES[said]
        elif place and said in HONORIFICS:
            honorific = HONORIFICS[said]
        elif not place or not (
            _a_remark(part)
            or said in TRAILERS
            or all(piece in TRAILERS for piece in said.split())
        ):
            kept.append(part.strip(MARKS))
    return kept, suffix, honorific


def _take_honorifics(text: str) -> tuple[str, str]:
    """ "Lt. Gen. James Clapper": the longest title at the front, and whatever follows it."""
    words, honorific = text.split(), ""
    while words:
        for length in (2, 1):
            said = word(" ".join(words[:length]))
            if len(words) >= length and said in HONORIFICS and _may_be_title(words, length):
                honorific = honorific or HONORIFICS[said]
                words = words[length:]
                break
        else:
            break
    return " ".join(words), honorific


def _may_be_title(words: list[str], length: int) -> bool:
    """The last word left is a name: "Judge" alone is somebody called Judge."""
    return len(words) > length or words[0].endswith(".")


def _take_suffix(text: str) -> tuple[str, str]:
    words = text.split()
    if len(words) > 1 and word(words[-1]) in SUFFIXES:
        return " ".join(words[:-1]), SUFFIXES[word(words[-1])]
    while len(words) > 2 and word(words[-1]) in TRAILERS:
        words = words[:-1]
    return " ".join(words), ""


def _first_and_middle(given: str) -> tuple[str, str]:
    """ "Tevi D." is Tevi, D.; "J. Michael" stays whole: the second name is the one in use."""
    words = given.split()
    if len(words) > 1 and not _initial(words[0]):
        return words[0], " ".join(words[1:])
    return given, ""


def _initial(text: str) -> bool:
    return len(text.replace(".", "")) == 1


def _in_reading_order(text: str) -> tuple[str, str, str]:
    """Given, middle and family name. The family name is the last word, with the particles
    before it: "Eric Van Nostrand", "Luis E. C.deBaca"."""
    words = text.split()
    if len(words) < 2:
        return "", "", text
    at = len(words) - 1
    while at > 1 and word(words[at - 1]) in PARTICLES:
        at -= 1
    given, middle = _first_and_middle(" ".join(words[:at]))
    return given, middle, " ".join(words[at:])


def _mend_capitals(name: PersonName) -> PersonName:
    # Two letters without a vowel are initials: "ORR, TJ".
    given = name.given if re.fullmatch("[B-DF-HJ-NP-TV-XZ]{2}", name.given) else None
    return replace(
        name,
        given=given or mended(name.given),
        **{part: mended(getattr(name, part)) for part in ("middle", "family")},
    )


def mended(text: str) -> str:
    """ "MCCONNELL" is "McConnell", "O'BRIEN" "O'Brien", "GARDEN-MONHEIT" "Garden-Monheit"."""
    text = re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), text)
    text = re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", text)
    return re.sub(r"'S\b", "'s", text)


# ---- A name among other things, as lists of those present print it

TITLE_BEGINS = {
    *("acting", "secretary", "under", "deputy", "assistant", "associate", "attorney"),
    *("director", "administrator", "commissioner", "chairman", "chairwoman", "chair", "vice"),
    *("principal", "senior", "special", "counselor", "counsel", "chief", "president"),
    *("undersecretary", "solicitor", "comptroller", "archivist", "surgeon", "performing"),
    "general",
}
AS_ROLE = re.compile(
    r"(?:\s+as\s+(?:the\s+)?|\s*,\s*|\s*\(|\s+[-–—]\s+)(?P<role>co-?chair|vice chair|chair)"
    r"(?:man|woman|person)?\)?$",
    re.I,
)
WITH_AGENCY = re.compile(
    r"(?P<name>.+?\S)(?:\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]"
    r"|(?:\s*,\s+|\s+[-–—]\s+|\s*/\s*)(?P<behind>[A-Z][A-Z/&]{1,9}))$"
)


def may_have_agency(text: str) -> bool:
    """Quickly: can `with_agency` find one at all?"""
    return text[-1:] in ")]" or text[-1:].isupper()


def with_agency(text: str) -> tuple[str, str] | None:
    """The name, and what stands behind it as an agency would. In “LEE, ED” is none."""
    match = WITH_AGENCY.match(text) if may_have_agency(text) else None
    if match is None or (match["behind"] and " " not in match["name"]):
        return None
    return match["name"], match["inside"] or match["behind"]


def after_title(text: str) -> list[tuple[str, str]]:
    """(title, name), shortest name first, where a title stands before a name: "Acting
    Secretary of Labor Elaine Chao". [] where none does: "Secretary Rice" is just a name."""
    words = text.split()
    if words and words[0].lower() == "the":
        words = words[1:]
    if len(words) < 4 or word(words[0]) not in TITLE_BEGINS:
        return []
    if word(" ".join(words[:2])) in HONORIFICS:  # "Vice Adm. John Orr"
        return []
    for at in range(2, len(words) - 1):  # "… Intelligence Mr. Mike McConnell"
        if words[at].endswith(".") and word(words[at]) in HONORIFICS:
            return [(" ".join(words[:at]).rstrip(","), " ".join(words[at:]))]
    shortest, longest = len(words) - 2, max(1, len(words) - 4)
    return [
        (" ".join(words[:at]).rstrip(","), " ".join(words[at:]))
        for at in range(shortest, longest - 1, -1)
    ]


def is_long_title(text: str) -> bool:
    """Is there more title in it than stands before a name as a form of address?"""
    said = text.lower().split()
    return bool({"of", "for", "to", "the"} & set(said[1:])) or said[0] not in HONORIFICS


# Short and long forms of given names that sheets use for one person.
SHORT_FORMS = (
    *("al albert alan", "alex alexander alexandra", "andy andrew", "ann anne anna annie"),
    *(
        "art arthur",
        "barb barbara",
        "ben benjamin",
        "bernie bernard",
        "beth liz elizabeth betty",
    ),
    *(
        "bill will william willie billy",
        "bob rob robert bobby",
        "brad bradley",
        "cathy catherine",
    ),
    *("charlie chuck charles", "chris christopher christine christina", "cindy cynthia"),
    *("dan danny daniel", "dave david", "deb debbie deborah debra", "dick rick richard rich"),
    *(
        "don donald",
        "doug douglas",
        "ed eddie edward edwin ted",
        "frank francis",
        "fred frederick",
    ),
    *("gene eugene", "geoff jeff geoffrey jeffrey", "greg gregory", "hank henry", "jack john"),
    *("jake jacob jack", "jen jenny jennifer", "jerry gerald jerome", "jim james jimmy jamie"),
    *("joe joseph joey", "jon jonathan", "josh joshua", "kath kathy kate kathleen katherine"),
    *("katie kathryn kathy", "ken kenneth kenny", "larry lawrence", "len leonard", "lou louis"),
    *(
        "maggie peggy margaret meg",
        "marty martin",
        "matt matthew",
        "max maxwell",
        "mike michael",
    ),
    *("mitch mitchell", "nate nathan nathaniel", "nick nicholas", "pam pamela", "pat patrick"),
    *(
        "patty patricia pat tricia",
        "pete peter",
        "phil philip phillip",
        "ray raymond",
        "ron ronald",
    ),
    *("sam samuel samantha", "sandy sandra alexander", "steve steven stephen", "sue susan"),
    *("tim timothy", "tom thomas tommy", "tony anthony antony", "val valerie", "vic victor"),
    *("wally walter adewale", "zach zachary", "abby abigail", "ali alejandro", "gina regina"),
    *(
        "becky rebecca",
        "terry terence teresa",
        "walt walter",
        "vicky victoria",
        "chuck charles",
    ),
)
FORMS: dict[str, set[str]] = {}
for _line in SHORT_FORMS:
    for _form in _line.split():
        FORMS.setdefault(_form, set()).update(_line.split())


def same_given(one: str, other: str) -> bool:
    """May two given names be one person's? "J." and "James", "Mike" and "Michael"."""
    one, other = word(one), word(other)
    if not one or not other or one == other:
        return True
    if _initial(one) or _initial(other):
        return one[0] == other[0]
    return other in FORMS.get(one, ())


def family_key(family: str) -> str:
    """Families are compared without blanks, marks or particles: "C.deBaca" is "CdeBaca"."""
    return re.sub(r"[\W_]+", "", fold(family))


def likeness(one: PersonName, other: PersonName) -> str:
    """ "same", "maybe" or "no": may both names be one person's?

    "Same" needs the same family name and a given name or nickname in common, and nothing
    that speaks against it: another suffix, another middle name. Forms of a name (Tom,
    Thomas), initials and lone family names are "maybe".
    """
    if family_key(one.family) != family_key(other.family):
        return "no"
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return "no"
    if one.middle and other.middle and not _middles_agree(one.middle, other.middle):
        return "no"
    if not one.given or not other.given:
        return "maybe"
    ours, theirs = _first_names(one), _first_names(other)
    if ours & theirs:
        return "same"
    if any(same_given(first, second) for first in ours for second in theirs):
        return "maybe"
    if any(fuzz.ratio(first, second) >= 75 for first in ours for second in theirs):
        return "maybe"  # "Mary" for "Marty"
    return "no"


def _first_names(name: PersonName) -> set[str]:
    """The names that it may be called by, lone initials left out unless there is no other."""
    said = {word(part) for part in (name.given, *name.given.split(), name.nickname)}
    return {one for one in said if len(one) > 1} or said - {""}


def _middles_agree(one: str, other: str) -> bool:
    one, other = word(one), word(other)
    return one.startswith(other) or other.startswith(one) or one[:1] == other[:1]
