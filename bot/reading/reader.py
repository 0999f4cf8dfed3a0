"""The reader: one report in, one reading out."""

from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec.structs import replace

from bot.model import Event, Figure, Reading, Reasons, Relevance, Report, Shortfall, Topic, Vocabulary
from bot.reading import parties
from bot.reading.dates.event_day import event_day
from bot.reading.encoder import Keeper, encoder_of, has_learned_topic
from bot.reading.encoder.opinion import OnFigure, Opinion
from bot.reading.encoder.sheet import NamedParty, Sheet, Span
from bot.reading.figures.assemble import ExplainedFigure, figures_of
from bot.reading.figures.hosts import with_hosts
from bot.reading.figures.numbered_passage import NumberedPassage, number_passage
from bot.reading.languages import LOCALES, locale_of
from bot.reading.languages.detect import detect
from bot.reading.numbers.grammar import NumberGrammar, grammar_of
from bot.reading.similarity import fingerprint, names_in, numbers_in
from bot.reading.text import Passage, prepare
from bot.reading.topic import relevance
from bot.reading.topic.advice import combined_relevance, event_of
from bot.reading.topic.glance import Glance, near_ways
from bot.reading.topic.tracks import track_label, track_of
from bot.reading.words.index import TermIndex, check

_FALLBACK = "en"  # the vocabulary for a language that has none of its own


def reader_for(topic: Topic, *, encoder: bool) -> "Reader":
    """The reader of a topic, with the encoder if it is wanted. Raises VocabularyError, which names what is at fault."""
    return Reader(
        topic.vocabulary, encoder_of(wanted=encoder, folder=topic.encoder), knows_topic=has_learned_topic(topic)
    )


class Reader:
    """Reads reports with a vocabulary that is compiled once; safe to share between threads."""

    def __init__(
        self, vocabulary: Vocabulary, encoder: Callable[[Sheet], Opinion] | None = None, *, knows_topic: bool = True
    ) -> None:
        """Without an encoder the queries alone decide what is on the topic, and every role is unclear.

        ``knows_topic``: the encoder can tell what is on the topic. Raises VocabularyError, which names what is at
        fault.
        """
        self._encoder, self._knows_topic = encoder, knows_topic
        self._opens = encoder is not None and knows_topic
        self._vocabulary = vocabulary
        self._judge = relevance.Judge(vocabulary)
        self._languages = _languages(vocabulary)
        for language in self._languages:
            check(_terms(vocabulary, language), language)
        self._indexes: dict[str, TermIndex] = {}  # made when a language is first met
        self._strict_glance = self._glance = Glance(vocabulary, self._judge.ways())
        if self._opens:
            self._glance = Glance(vocabulary, near_ways(self._judge.ways()))

    @property
    def reads_context(self) -> bool:
        """Whether events and roles are told, as they are by an encoder alone."""
        return self._encoder is not None

    def could_be_on_topic(self, title: str, text: str) -> bool:
        """Whether a report could be on the topic; False is sure, and costs a hundredth of a reading.

        With an encoder that knows the topic, whether it could nearly be.
        """
        return self._glance(title, text)

    def is_nearly_on_topic(self, report: Report) -> bool:
        """Whether little is missing, so that a fuller text of the same report may well be on the topic.

        One concept of the topic, found in its lead, would put it there: a headline that names who is to pay and
        not what for is such a case, and one of some other business between the same countries mostly is not.
        """
        return self._judge.is_nearly_on_topic(
            self._passages(report, detect(f"{report.title}\n{report.text}", report.language))
        )

    def relevance(self, report: Report) -> Relevance:
        """Whether a report is on the topic, and nothing else; costs a fraction of a reading."""
        language = detect(f"{report.title}\n{report.text}", report.language)
        return self._judge.judge(self._passages(report, language))

    def shortfall(self, report: Report) -> Shortfall:
        """What a report lacks to be on the topic by the queries alone; costs a fraction of a reading."""
        return self._judge.shortfall(self._passages(report, detect(f"{report.title}\n{report.text}", report.language)))

    def _passages(self, report: Report, language: str) -> list[Passage]:
        known = language if language in self._languages else _FALLBACK
        index = self._indexes.get(known)
        if index is None:
            index = self._indexes[known] = TermIndex(_terms(self._vocabulary, known), known)
        return [prepare("title", report.title, index, known), prepare("text", report.text, index, known)]

    def read(self, report: Report) -> Reading:
        """What a report says. Never raises, whatever the text; takes time in proportion to its length.

        Of a report that a glance tells to be off the topic, nothing but its language is told.
        """
        return self.explain(report)[0]

    def explain(self, report: Report) -> tuple[Reading, tuple[ExplainedFigure, ...]]:
        """The same reading, and its figures with what the encoder makes of them."""
        language = detect(f"{report.title}\n{report.text}", report.language)
        nothing = Reading(language, Relevance(False, 0.0, ()), Event.NONE, None, ())
        if not self.could_be_on_topic(report.title, report.text):
            return nothing, ()
        ready = self._prepared(report, language)
        judgement, opinion = self._judge.judge(ready.passages), None
        if self._encoder is not None and (
            judgement.on_topic or (self._opens and self._judge.is_nearly_on_topic(ready.passages))
        ):
            opinion = self._encoder(ready.sheet(report))
            judgement = combined_relevance(judgement, opinion) if self._opens else judgement
        elif not self._strict_glance(report.title, report.text):
            return nothing, ()
        on_topic = judgement.on_topic
        reading = Reading(
            language=language,
            relevance=judgement,
            event=event_of(opinion) if on_topic else Event.NONE,
            track=ready.track,
            figures=(),
            fingerprint=fingerprint(report.title, report.text),
            parties=frozenset(mention.party.name for those in ready.mentions.values() for mention in those),
            names=names_in(report.title, report.text),
            numbers=numbers_in(report.title, report.text),
            event_day=event_day(ready.passages, report.date),
        )
        if not on_topic:
            return reading, ()
        found = figures_of(
            ready.parts,
            _by_place(ready.parts, opinion),
            report.date,
            glued=locale_of(ready.known).glued,
            knows_topic=self._knows_topic,
        )
        found = with_hosts(found, ready.parts, self._vocabulary.tracks, ready.track)
        if not self._knows_topic:
            found = tuple(one._replace(figure=self._with_host(one.figure, ready.track)) for one in found)
        return replace(reading, figures=tuple(one.figure for one in found)), found

    def _with_host(self, figure: Figure, key: str | None) -> Figure:
        """A figure of a topic that the encoder has not learned: a host pays, in doubt that of the report's track."""
        hosts = {track.payer for track in self._vocabulary.tracks if track.payer}
        if figure.payer is None or figure.payer in hosts:
            return figure
        return replace(figure, payer=next((one.payer for one in self._vocabulary.tracks if one.key == key), None))

    def reasons(self, report: Report, figure: Figure) -> Reasons | None:
        """Why a figure of a report has its role; takes up to a second.

        None where no encoder tells it: off, missing, or the role is one that code gives.
        """
        if not isinstance(self._encoder, Keeper) or figure.converts is not None:
            return None
        sheet = self.sheet(report)
        place = sheet.place(figure.where, figure.start)
        number = next((at for at, span in enumerate(sheet.spans) if span.start == place), None)
        return None if number is None else self._encoder.reasons(sheet, number)

    def sheet(self, report: Report) -> Sheet:
        """A report with its figures and parties found and nothing decided, as the encoder reads it."""
        return self._prepared(report, detect(f"{report.title}\n{report.text}", report.language)).sheet(report)

    def _prepared(self, report: Report, language: str) -> "_Prepared":
        known = language if language in self._languages else _FALLBACK
        passages = self._passages(report, language)
        track = track_of(self._vocabulary.tracks, passages)
        home = next((one.payer for one in self._vocabulary.tracks if one.key == track), None)
        mentions = parties.mentions(self._vocabulary.parties, passages, home)
        return _Prepared(known, passages, track, mentions, grammar_of(language if language in LOCALES else known))


class _Prepared:
    """A report with its words, parties and (when asked for) numbers found."""

    def __init__(
        self,
        known: str,
        passages: list[Passage],
        track: str | None,
        mentions: dict[str, parties.Mentions],
        grammar: NumberGrammar,
    ) -> None:
        self.known, self.passages, self.track, self.mentions = known, passages, track, mentions
        self._grammar = grammar

    @cached_property
    def parts(self) -> list[NumberedPassage]:
        return [number_passage(passage, self._grammar) for passage in self.passages]

    def sheet(self, report: Report) -> Sheet:
        sheet = Sheet(report.title, report.text)
        spans = [
            Span(start := sheet.place(one.passage.where, one.start), start + one.end - one.start, one.kind)
            for part in self.parts
            for one in part.found
        ]
        names = [
            NamedParty(start := sheet.place(passage.where, one.start), start + one.end - one.start, one.party)
            for passage in self.passages
            for one in self.mentions[passage.where]
        ]
        return sheet._replace(spans=tuple(spans), names=tuple(names))


def _by_place(parts: list[NumberedPassage], opinion: Opinion | None) -> dict[tuple[str, int], OnFigure]:
    """The opinions on figures by where these stand: (title or text, start)."""
    if opinion is None:
        return {}
    places = [(part.passage.where, one.start) for part in parts for one in part.found]
    return {places[number]: told for number, told in opinion.figures.items()}


def _languages(vocabulary: Vocabulary) -> set[str]:
    """Every language that any part of the vocabulary has words of."""
    said = [concept.terms for concept in vocabulary.concepts]
    said += [track.terms for track in vocabulary.tracks]
    found = {language for terms in said for language in terms}
    return found | {language for words in vocabulary.cues.values() for language in words} | {_FALLBACK}


def _terms(vocabulary: Vocabulary, language: str) -> Iterator[tuple[str, str]]:
    """(label, term) of everything that is looked for in texts of a language.

    A language that has concepts and no cues is told by its own words whether it is on the topic, and by the names and
    loan words of the fallback's what it says.
    """
    for concept in vocabulary.concepts:
        yield from ((relevance.label(concept.name), term) for term in concept.terms.get(language, ()))
    cued = any(language in words for words in vocabulary.cues.values())
    for spoken in (language,) if cued or language == _FALLBACK else (language, _FALLBACK):
        for track in vocabulary.tracks:
            yield from ((track_label(track.key), term) for term in track.terms.get(spoken, ()))
        for name, words in vocabulary.cues.items():
            yield from ((name, term) for term in words.get(spoken, ()))
        yield from parties.terms(vocabulary.parties, spoken)
