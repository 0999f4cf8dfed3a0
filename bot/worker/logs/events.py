"""The names of what is logged: they stay when a sentence is put better, so that programs can go by them.

A record is known by its module, its function and its level; a test holds that each call of ours that logs has a name.
"""

import logging

_OURS = "bot."
UNNAMED = "other"
"""Of a record of ours that stands in no row."""

EVENTS = {
    "chat.commands.button_press:acknowledge:info": "chat.press_unanswered",
    "chat.commands.corrections:_relabelled:warning": "corrections.not_written",
    "chat.commands.general:status:warning": "database.away",
    "chat.context:translator_of:info": "chat.language_unknown",
    "chat.delivery.messenger:post:warning": "send.markup_refused",
    "chat.delivery.outbox:_ended:warning": "send.unsettled",
    "chat.delivery.outbox:_heed:warning": "send.failed",
    "chat.delivery.outbox:_note_unsettled:warning": "send.unsettled",
    "chat.delivery.outbox:_round_or_backoff:warning": "delivery.put_off",
    "chat.delivery.outbox:_settle:info": "delivery.resumed",
    "chat.delivery.telegram_health:note:warning": "delivery.put_off",
    "chat.people:is_administrator:warning": "chat.administrators_unknown",
    "chat.updates.application:_on_error:error": "update.failed",
    "chat.updates.application:_on_error:warning": "update.failure_untold",
    "chat.updates.application:_prepare:info": "start.slow_first_answer",
    "chat.updates.application:report:warning": "telegram.away",
    "chat.updates.door:_redeemed:info": "chat.invited",
    "chat.updates.fairness:_drop:info": "chat.flooding",
    "chat.updates.inline:_answer:info": "inline.unanswered",
    "chat.updates.inline:_answer:warning": "send.markup_refused",
    "chat.updates.inline:refuse:info": "inline.unanswered",
    "chat.updates.menu:_each:info": "start.menu_refused",
    "chat.updates.menu:publish_menu:info": "start.no_operator_menu",
    "chat.updates.membership:_left:info": "chat.left",
    "chat.updates.membership:_move:info": "chat.moved",
    "cli.verbs.running:_announce:info": "start.ready",
    "cli.verbs.running:run:warning": "start.settings_exposed",
    "dashboard.site:_log:warning": "page.failed",
    "feeds.article.article:text:debug": "article.read",
    "reading.encoder.keeper:_load:info": "encoder.loaded",
    "reading.encoder.keeper:_rest:info": "encoder.given_back",
    "reading.encoder.keeper:encoder_of:warning": "encoder.missing",
    "sandbox.replay:_tell_next:warning": "replay.put_off",
    "store.store:close:warning": "database.file_rescued",
    "web.atom:_page:warning": "database.away",
    "web.door:_make_room:warning": "port.crowded",
    "web.health:_verdict:warning": "database.away",
    "web.mail:_answer:warning": "database.away",
    "web.metrics:look:warning": "database.away",
    "worker.factories:__call__:info": "start.migrating",
    "worker.factories:wait_until_unlocked:info": "start.database_free",
    "worker.factories:wait_until_unlocked:warning": "start.database_locked",
    "worker.foreground:_begin_anew:error": "replay.stuck",
    "worker.foreground:_begin_anew:info": "replay.begun_anew",
    "worker.foreground:serve:info": "end.asked",
    "worker.heartbeat:_catch_up:debug": "clock.not_noted",
    "worker.heartbeat:_catch_up:warning": "clock.not_noted",
    "worker.heartbeat:_compare:warning": "clock.stepped",
    "worker.factories:free_those_of_the_dead:info": "poll.given_back",
    "worker.heartbeat:agree:warning": "clock.apart",
    "worker.intake.batching:_do:warning": "poll.not_stored",
    "worker.intake.changing_queries:_read:warning": "watch.unreadable",
    "worker.intake.fulltext:_filled:debug": "article.read",
    "worker.intake.polling:_free_unheard:info": "poll.given_back",
    "worker.intake.polling:_guarded:debug": "poll.not_done",
    "worker.intake.polling:_guarded:error": "poll.fault",
    "worker.intake.polling:_note_fault:error": "poll.fault",
    "worker.intake.reports:log:debug": "poll.nothing_new",
    "worker.intake.reports:log:info": "poll.news",
    "worker.intake.reports:log:warning": "poll.failed",
    "worker.intake.watched:_matching:error": "watch.fault",
    "worker.jobs:_put_off:warning": "job.put_off",
    "worker.jobs:_run:info": "job.resumed",
    "worker.leadership:_who_has_it:info": "role.held_elsewhere",
    "worker.leadership:work_in_role:warning": "role.lost",
    "worker.listening:_pass_over_what_broke_off:debug": "end.telegram_broke_off",
    "worker.listening:call_quietly:info": "end.telegram_broke_off",
    "worker.listening:listen:warning": "telegram.away",
    "worker.retention:_forget:info": "retention.forgotten",
    "worker.retention:tick:warning": "retention.put_off",
    "worker.service:__aexit__:warning": "end.cut_short",
    "worker.service:_forget_unconfirmed:warning": "doors.kept",
    "worker.service:_open_web:warning": "start.no_port",
    "worker.service:_own_fault:error": "worker.fault",
    "worker.service:_write_labels:warning": "corrections.not_written",
    "worker.upcoming_dates:look:info": "poll.pace_changed",
    "worker.upkeep.checkup:_keep:warning": "checkup.not_noted",
    "worker.upkeep.checkup:troubles:warning": "database.away",
    "worker.upkeep.supervisor:_tell:debug": "supervisor.away",
    "worker.watching:watch:warning": "database.looked_after",
    "worker.websub:_ask:warning": "hub.failed",
    "worker.websub:confirm:info": "hub.confirmed",
    "worker.websub:deliver:warning": "hub.forged",
    "worker.websub:deny:info": "hub.refused",
}
"""Module under ``bot``, function and level -> the name."""


def name_of(record: logging.LogRecord) -> str:
    """The event of a record; of a library's the library."""
    if not record.name.startswith(_OURS):
        return f"library.{record.name.partition('.')[0]}"
    key = f"{record.name.removeprefix(_OURS)}:{record.funcName}:{record.levelname.lower()}"
    return EVENTS.get(key, UNNAMED)
