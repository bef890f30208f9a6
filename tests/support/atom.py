"""What makes an Atom feed valid: the grammar of RFC 4287 (appendix B) as far as the book's feed goes, and its rules in words."""

from __future__ import annotations

from lxml import etree

# Elements that the grammar allows and the feed does not use (category, contributor, generator, icon, logo,
# subtitle, source, foreign markup) are left out: they would be a surprise here.
GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" xmlns:a="http://www.w3.org/2005/Atom" ns="http://www.w3.org/2005/Atom"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="feed"><ref name="common"/><interleave>
    <ref name="id"/><ref name="title"/><ref name="updated"/>
    <zeroOrMore><ref name="author"/></zeroOrMore><zeroOrMore><ref name="link"/></zeroOrMore>
    <optional><element name="rights"><ref name="text"/></element></optional>
    <zeroOrMore><ref name="entry"/></zeroOrMore>
  </interleave></element></start>
  <define name="entry"><element name="entry"><ref name="common"/><interleave>
    <ref name="id"/><ref name="title"/><ref name="updated"/>
    <zeroOrMore><ref name="author"/></zeroOrMore><zeroOrMore><ref name="link"/></zeroOrMore>
    <optional><element name="published"><ref name="moment"/></element></optional>
    <optional><element name="summary"><ref name="text"/></element></optional>
    <optional><element name="content"><ref name="text"/></element></optional>
  </interleave></element></define>
  <define name="common"><optional><attribute name="xml:lang"><data type="language"/></attribute></optional></define>
  <define name="id"><element name="id"><data type="anyURI"><param name="minLength">1</param></data></element></define>
  <define name="title"><element name="title"><ref name="text"/></element></define>
  <define name="updated"><element name="updated"><ref name="moment"/></element></define>
  <define name="moment"><data type="dateTime"><param name="pattern">[^Z]+(Z|[+\\-]\\d\\d:\\d\\d)</param></data></define>
  <define name="text"><optional><attribute name="type"><choice><value>text</value><value>html</value></choice></attribute></optional><text/></define>
  <define name="author"><element name="author"><element name="name"><text/></element></element></define>
  <define name="link"><element name="link"><attribute name="href"><data type="anyURI"/></attribute>
    <optional><attribute name="rel"/></optional><optional><attribute name="title"/></optional>
    <optional><attribute name="type"><data type="string"><param name="pattern">.+/.+</param></data></attribute></optional>
  </element></define>
</grammar>
"""
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def problems_of_feed(text: bytes) -> list[str]:
    """What is wrong with a feed; nothing when it is valid."""
    root = etree.fromstring(text)
    schema = etree.RelaxNG(etree.fromstring(GRAMMAR))
    problems = [] if schema.validate(root) else [str(error) for error in schema.error_log]
    identities = root.xpath("//a:id/text()", namespaces=ATOM)
    if len(identities) != len(set(identities)):
        problems.append("two ids are the same")
    if [identity for identity in identities if ":" not in identity]:
        problems.append("an id is not an absolute IRI")
    if not root.xpath("a:author", namespaces=ATOM):
        problems.append("neither the feed nor its entries have an author (4.1.1)")
    for entry in root.xpath("a:entry", namespaces=ATOM):
        if not entry.xpath("a:content | a:link[@rel='alternate']", namespaces=ATOM):
            problems.append("an entry has neither content nor an alternate link (4.1.2)")
    for node in root.xpath("//a:feed | //a:entry", namespaces=ATOM):
        kinds = [
            (link.get("type"), link.get("hreflang")) for link in node.xpath("a:link[@rel='alternate']", namespaces=ATOM)
        ]
        if len(kinds) != len(set(kinds)):
            problems.append("two alternate links of one kind (4.1.1)")
    newest = root.xpath("string(a:updated)", namespaces=ATOM)
    if [moment for moment in root.xpath("a:entry/a:updated/text()", namespaces=ATOM) if moment > newest]:
        problems.append("an entry is newer than the feed")
    return problems
