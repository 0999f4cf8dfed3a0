"""Feeds of every shape that the poller meets, written by us after the habits of real ones."""

RSS_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:own="https://news.example/ns"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)

WORDPRESS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {RSS_NAMESPACES}>
<channel>
	<title>Bases &amp; Budgets</title>
	<atom:link href="https://budgets.example/feed/" rel="self" type="application/rss+xml" />
	<link>https://budgets.example</link>
	<description>Who pays for what</description>
	<lastBuildDate>Tue, 24 Nov 2026 08:12:40 +0000</lastBuildDate>
	<language>en-US</language>
	<sy:updatePeriod>hourly</sy:updatePeriod>
	<sy:updateFrequency>1</sy:updateFrequency>
	<generator>https://wordpress.example/?v=6.9</generator>
<image><url>https://budgets.example/i.png</url><title>Bases &amp; Budgets</title><link>https://budgets.example</link>
	<width>32</width><height>32</height></image>
	<item>
		<title>Seoul weighs a third offer</title>
		<link>https://budgets.example/third-offer/</link>
		<comments>https://budgets.example/third-offer/#comments</comments>
		<dc:creator><![CDATA[A. Writer]]></dc:creator>
		<pubDate>Tue, 24 Nov 2026 08:12:33 +0000</pubDate>
		<category><![CDATA[Korea]]></category>
		<category><![CDATA[Money]]></category>
		<guid isPermaLink="false">https://budgets.example/?p=4711</guid>
		<description><![CDATA[<p>The ministry has a third offer ready. [&#8230;]</p>]]></description>
		<content:encoded><![CDATA[<p>The ministry has a third offer ready.</p>
		<p>It may be <b>bigger</b>.</p>]]></content:encoded>
		<wfw:commentRss>https://budgets.example/third-offer/feed/</wfw:commentRss>
		<slash:comments>0</slash:comments>
	</item>
	<item><title><![CDATA[Two > one & so on]]></title><link>https://budgets.example/two/?a=1&amp;b=2</link></item>
</channel></rss>"""

BROADCASTER = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/rss.xsl"?>
<rss version="2.0" {RSS_NAMESPACES}><channel><title><![CDATA[World]]></title><ttl>15</ttl>
<description><![CDATA[News]]></description><link>https://air.example/world</link>
<item><title><![CDATA[Talks in Tokyo: “close” to a deal]]></title>
<description><![CDATA[Envoys call the gap small.]]></description>
<link>https://air.example/world/1?at_medium=RSS&amp;at_campaign=rss</link>
<guid isPermaLink="true">https://air.example/world/1#0</guid><pubDate>Mon, 23 Nov 2026 21:00:00 GMT</pubDate>
<media:thumbnail width="240" height="134" url="https://air.example/1.jpg"/></item>
<item><media:content url="https://air.example/2.jpg" medium="image"><media:title>A hangar</media:title>
<media:description type="plain">A hangar at dusk</media:description><media:credit>Staff</media:credit></media:content>
<title>Hangar costs</title><description>Who pays for the hangars?</description><guid>urn:2</guid></item>
<item><title></title><media:title>Only the picture has a title</media:title><guid>urn:3</guid>
<description>First.</description><description>Second.</description></item>
</channel></rss>"""

KOREAN_PAPER = """<?xml version="1.0" encoding="{}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>정치</title>
<link>https://paper.example/politics</link><description>정치 기사</description><language>ko</language>
<item><title><![CDATA[[단독] 방위비 분담금 <협상> 재개…"이번엔 타결"]]></title>
<link><![CDATA[https://paper.example/article.html?no=20261124001&ref=rss]]></link>
<description><![CDATA[<img src="https://paper.example/a.jpg" align="left"/>한미가 다시
만난다.<br/>다음 주 서울이다.]]></description>
<dc:date>2026-11-24T17:02:11+09:00</dc:date><author>홍 기자</author></item>
<item><title>국방부 예산 &lt;상보&gt;</title><link>https://paper.example/2</link>
<pubDate>2026-11-24 16:00:00</pubDate></item>
</channel></rss>"""

SEARCH = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><rss version="2.0" {RSS_NAMESPACES}><channel>
<generator>NFE/5.0</generator><title>"burden-sharing" - Search</title><link>https://search.example/q</link>
<language>en-US</language><webMaster>search@search.example</webMaster><copyright>2026</copyright>
<lastBuildDate>Tue, 24 Nov 2026 09:59:00 GMT</lastBuildDate><description>Search</description>
<item><title>Allies split the bill - The Paper</title>
<link>https://news.google.com/rss/articles/CBMiAAAA?oc=5</link><guid isPermaLink="false">CBMiAAAA</guid>
<pubDate>Tue, 24 Nov 2026 07:00:00 GMT</pubDate>
<description>&lt;a href="https://news.google.com/rss/articles/CBMiAAAA?oc=5"
&gt;Allies split the bill&lt;/a&gt;&amp;nbsp;</description>
<source url="https://paper.example">The Paper</source></item></channel></rss>"""

RDF = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xml:lang="ja">
<channel rdf:about="https://shimbun.example/rss"><title>政治</title><link>https://shimbun.example/</link>
<description>政治ニュース</description><dc:language>ja</dc:language><image rdf:resource="https://shimbun.example/i.png"/>
<items><rdf:Seq><rdf:li rdf:resource="https://shimbun.example/1"/><rdf:li resource="https://shimbun.example/2"/></rdf:Seq></items>
</channel>
<image rdf:about="https://shimbun.example/i.png"><url>https://shimbun.example/i.png</url><title>政治</title>
<link>https://shimbun.example/</link></image>
<item rdf:about="https://shimbun.example/1"><title>思いやり予算、増額へ</title><link>https://shimbun.example/1?ref=rss</link>
<dc:date>2026-11-24T08:30:00+09:00</dc:date><dc:subject>政治</dc:subject></item>
<item rdf:about="https://shimbun.example/2"><title>協議「来週にも」</title><link>https://shimbun.example/2</link>
<description>政府関係者が明らかにした。</description><dc:date>2026-11-24T09:00+09:00</dc:date></item></rdf:RDF>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en-GB">
<id>tag:office.example,2026:/all</id><title>Office: papers</title><updated>2026-11-24T09:00:00+00:00</updated>
<link rel="self" type="application/atom+xml" href="https://office.example/all.atom"/>
<link rel="alternate" type="text/html" href="https://office.example/all"/><author><name>The Office</name></author>
<entry><id>https://office.example/p/1#2026-11-24T09:00:00</id><updated>2026-11-24T09:00:00+00:00</updated>
<published>2026-11-20T09:00:00+00:00</published><link rel="alternate" type="text/html" href="https://office.example/p/1"/>
<link rel="enclosure" href="https://office.example/p/1.pdf" type="application/pdf"/>
<title>Costs of stationing, 2026</title><summary type="html">&lt;p&gt;A paper on costs.&lt;/p&gt;</summary>
<author><name>Office</name><uri>https://office.example/</uri><email>a@office.example</email></author>
<category term="defence"/></entry>
<entry><title type="text">Only a name &amp; an id</title><id>tag:office.example,2026:2</id>
<updated>2026-11-23T09:00:00Z</updated><content type="html"><![CDATA[<p>All of it.</p>]]></content>
<media:group><media:title>Another</media:title><media:description>Told again</media:description></media:group></entry>
</feed>"""

TAKEN = {
    "wordpress": WORDPRESS.encode(),
    "broadcaster": BROADCASTER.encode(),
    "korean paper": KOREAN_PAPER.format("UTF-8").encode(),
    "korean paper in EUC-KR": KOREAN_PAPER.format("EUC-KR").encode("cp949"),
    "search": SEARCH.encode(),
    "rdf": RDF.encode(),
    "atom": ATOM.encode(),
    "byte order mark": b"\xef\xbb\xbf" + ATOM.encode(),
    "utf-16": SEARCH.replace("UTF-8", "utf-16").encode("utf-16"),
    "no items": f"<rss {RSS_NAMESPACES}><channel><title>Void</title></channel></rss>".encode(),
    "twice encoded": WORDPRESS.replace("third", "“third” — für").encode().decode("cp1252", "replace").encode(),
}
"""Feeds that the fast path has to take."""

ODD = {
    "an id with attributes": SEARCH.replace(
        "<channel>", '<channel><x:id xmlns:x="http://www.w3.org/2005/Atom" a="1">b</x:id>', 1
    ).encode(),
    "doctype": SEARCH.replace("<rss", "<!DOCTYPE rss><rss").encode(),
    "entities": SEARCH.replace("<rss", '<!DOCTYPE rss [<!ENTITY x "y">]><rss').encode(),
    "html entity": SEARCH.replace("split", "split&nbsp;").encode(),
    "bare ampersand": SEARCH.replace("split", "split &").encode(),
    "cut off": WORDPRESS[:-200].encode(),
    "two roots": (SEARCH + "<rss/>").encode(),
    "xml base": ATOM.replace("<entry>", '<entry xml:base="https://office.example/x/">').encode(),
    "xhtml": ATOM.replace(
        '<content type="html"><![CDATA[<p>All of it.</p>]]>',
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>All</p></div>',
    ).encode(),
    "base64": ATOM.replace('<content type="html">', '<content type="application/octet-stream">').encode(),
    "markup in a title": SEARCH.replace("split", "<b>split</b>").encode(),
    "undeclared prefix": SEARCH.replace("<source", "<nobody:knows/><source").encode(),
    "wrong prefix": WORDPRESS.replace("http://purl.org/dc/elements/1.1/", "https://dc.example/").encode(),
    "capitals": WORDPRESS.replace("pubDate", "PUBDATE").encode(),
    "broken byte": KOREAN_PAPER.format("UTF-8").encode().replace("협".encode(), b"\xed\x98"),
    "control character": SEARCH.replace("split", "sp\x0blit").encode(),
    "emoji in halves": SEARCH.replace("split", "&#xD83D;&#xDE00;").encode(),
    "atom 0.3": ATOM.replace("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#").encode(),
    "rss 0.90": RDF.replace("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/").encode(),
    "source with children": ATOM.replace("<category", "<source><title>x</title></source><category").encode(),
    "item in an item": SEARCH.replace("<source", "<item><title>x</title></item><source").encode(),
    "instruction": SEARCH.replace("<item>", "<item><?php echo 1 ?>").encode(),
    "name of the fifth edition": SEARCH.replace("<source url", '<source ꀀ="1" url').encode(),
    "three slashes": SEARCH.replace("https://news.google.com", "https:///news.google.com").encode(),
}
"""Feeds that it must leave to feedparser."""
