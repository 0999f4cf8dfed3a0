"""XML namespaces that feeds are made of, and the prefixes that they usually go by.

The fast path may pass over an element as foreign only where feedparser does so too, and feedparser goes by namespaces
and by prefixes; so this is what feedparser knows, and a test compares the two.
"""

import re
from collections.abc import Iterable

ATOM = "http://www.w3.org/2005/Atom"
RSS1 = "http://purl.org/rss/1.0/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
DUBLIN_CORE_TERMS = "http://purl.org/dc/terms/"
FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
MEDIA = "http://search.yahoo.com/mrss/"
MEDIA_OLD = "http://search.yahoo.com/mrss"
XML = "http://www.w3.org/XML/1998/namespace"

CORE = ("", ATOM, RSS1)
"""Namespaces whose elements count as the formats' own."""

_CORE_TOO = """
http://backend.userland.com/rss http://blogs.law.harvard.edu/tech/rss http://my.netscape.com/rdf/simple/0.9/
http://example.com/newformat# http://example.com/necho http://purl.org/echo/ uri/of/echo/namespace#
http://purl.org/pie/ http://purl.org/atom/ns# http://purl.org/rss/1.0/modules/rss091#
"""

_USUAL = f"""
rdf {RDF}
content {CONTENT}
dc {DUBLIN_CORE}
dcterms {DUBLIN_CORE_TERMS}
feedburner {FEEDBURNER}
itunes {ITUNES}
itunes http://example.com/DTDs/PodCast-1.0.dtd
media {MEDIA}
media {MEDIA_OLD}
slash http://purl.org/rss/1.0/modules/slash/
sy http://purl.org/rss/1.0/modules/syndication/
thr http://purl.org/rss/1.0/modules/threading/
wfw http://wellformedweb.org/commentAPI/
xml {XML}
admin http://webns.net/mvcb/
ag http://purl.org/rss/1.0/modules/aggregation/
annotate http://purl.org/rss/1.0/modules/annotate/
audio http://media.tangent.org/rss/1.0/
blogChannel http://backend.userland.com/blogChannelModule
cc http://creativecommons.org/ns#license
cc http://web.resource.org/cc/
creativeCommons http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html
creativeCommons http://backend.userland.com/creativeCommonsRssModule
co http://purl.org/rss/1.0/modules/company
cp http://my.theinfo.org/changed/1.0/rss/
email http://purl.org/rss/1.0/modules/email/
ev http://purl.org/rss/1.0/modules/event/
fm http://freshmeat.net/rss/fm/
foaf http://xmlns.com/foaf/0.1/
geo http://www.w3.org/2003/01/geo/wgs84_pos#
georss http://www.georss.org/georss
gml http://www.opengis.net/gml
icbm http://postneo.com/icbm/
image http://purl.org/rss/1.0/modules/image/
l http://purl.org/rss/1.0/modules/link/
pingback http://madskills.com/public/xml/rss/module/pingback/
prism http://prismstandard.org/namespaces/1.2/basic/
rdfs http://www.w3.org/2000/01/rdf-schema#
ref http://purl.org/rss/1.0/modules/reference/
reqv http://purl.org/rss/1.0/modules/richequiv/
search http://purl.org/rss/1.0/modules/search/
soap http://schemas.xmlsoap.org/soap/envelope/
ss http://purl.org/rss/1.0/modules/servicestatus/
str http://hacks.benhammersley.com/rss/streaming/
sub http://purl.org/rss/1.0/modules/subscription/
szf http://schemas.pocketsoap.com/rss/myDescModule/
taxo http://purl.org/rss/1.0/modules/taxonomy/
ti http://purl.org/rss/1.0/modules/textinput/
trackback http://madskills.com/public/xml/rss/module/trackback/
wiki http://purl.org/rss/1.0/modules/wiki/
xhtml http://www.w3.org/1999/xhtml
xlink http://www.w3.org/1999/xlink
psc http://podlove.org/simple-chapters
"""

USUAL = frozenset(
    (prefix.lower(), uri.lower()) for prefix, uri in (line.split() for line in _USUAL.split("\n") if line)
)
"""(prefix, namespace) in small letters, in which feedparser compares them."""

RESERVED = frozenset(prefix for prefix, _ in USUAL) | {"news"}
"""Prefixes that mean something whatever they are bound to; Bing's ``News:Source`` names an outlet."""

KNOWN = frozenset(uri for _, uri in USUAL) | {uri.lower() for uri in (*CORE, *_CORE_TOO.split())}

_USERLAND = "backend.userland.com/rss"
"""Anything with this in it counts as RSS."""

_DECLARATION = re.compile(rb"xmlns(?::([^\s=\"'<>]+))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

Bindings = Iterable[tuple[str | None, str]]
"""(prefix, namespace); the prefix None is the default namespace."""


def are_usual_bindings(bindings: Bindings) -> bool:
    """Whether every prefix stands for one thing, and the well-known ones for what they are known for."""
    meanings: dict[str, str] = {}
    for prefix, uri in bindings:
        if prefix is None:
            continue
        small = prefix.lower()
        if meanings.setdefault(small, uri) != uri or not prefix.isascii():
            return False
        if small in RESERVED and (small, uri.lower()) not in USUAL:
            return False
    return True


def declared_bindings(body: bytes) -> Bindings:
    """Everything in a document that looks like a declaration: perhaps more than there is, never less."""
    return [
        (prefix.decode(errors="replace") if prefix else None, (double or single).decode(errors="replace"))
        for prefix, double, single in _DECLARATION.findall(body)
    ]


def is_foreign(uri: str, prefix: str | None) -> bool:
    """Whether an element's namespace and prefix are none that parsers of feeds know."""
    if not prefix or prefix.lower() in RESERVED:
        return False
    return uri.lower() not in KNOWN and _USERLAND not in uri.lower()
