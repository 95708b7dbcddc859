#include "store/integrity.hpp"

#include "store/copy_out.hpp"
#include "store/rows.hpp"

#include <array>

namespace badgewatch::store {
namespace {

using ports::IntegrityCheck;

// Each gives how many were looked at, and the ids of those that are wrong. $1 is the UK day.
struct Question {
  const char* name;
  Statement checked;
  Statement wrong;
};

#define BW_OF(what) "select count(*) from " what
// The first few ids, and how many there are.
#define BW_WRONG(what)                                                                          \
  "select count(*), coalesce((array_to_string((array_agg(w.id order by w.id))[1:5], ' ')), '')" \
  " from (" what ") as w"

// The purge has until the end of the day behind the last one.
constexpr std::array questions{
    Question{.name = "alerts_have_their_entry",
             .checked = {"count_entry_alerts",
                         BW_OF("alert where entry_type = 'decision' and licence is not null")},
             .wrong = {"alerts_without_entry",
                       BW_WRONG("select a.id::text from alert as a"
                                " left join decision as d on d.id = a.entry"
                                " where a.entry_type = 'decision' and a.licence is not null"
                                "   and (d.authority <> a.recording_authority"
                                "        or (a.authority = a.recording_authority"
                                "            and exists (select from licence as l"
                                "                         where l.authority = a.authority"
                                "                           and l.id = a.licence))"
                                "        or (d.id is null and not exists"
                                "            (select from erasure as e"
                                "              where e.record_id = a.entry)))")}},
    Question{
        .name = "alerts_have_their_licence",
        .checked = {"count_licence_alerts", BW_OF("alert where licence is not null")},
        .wrong = {"alerts_without_licence",
                  BW_WRONG("select a.id::text from alert as a"
                           " where a.licence is not null and a.kind <> 'entries_held'"
                           "   and not exists (select from licence as l"
                           "                    where l.authority = any (acts_for(a.authority))"
                           "                      and l.id = a.licence)")}},
    Question{.name = "events_are_dense",
             .checked = {"count_events", BW_OF("authority_event")},
             .wrong = {"events_with_gaps",
                       BW_WRONG("select h.authority as id from authority_event_head as h"
                                " left join (select authority, count(*) as n, max(seq) as last,"
                                "                   min(seq) as first"
                                "            from authority_event group by authority) as e"
                                "   on e.authority = h.authority"
                                " where h.seq <> coalesce(e.n, 0) or h.seq <> coalesce(e.last, 0)"
                                "    or coalesce(e.first, 1) <> 1")}},
    Question{.name = "alerts_are_dense",
             .checked = {"count_alerts", BW_OF("alert")},
             .wrong = {"alerts_with_gaps",
                       BW_WRONG("select h.authority as id from authority_event_head as h"
                                " left join (select authority, count(*) as n, max(number) as last"
                                "            from alert group by authority) as a"
                                "   on a.authority = h.authority"
                                " where h.alerts <> coalesce(a.n, 0)"
                                "    or h.alerts <> coalesce(a.last, 0)")}},
    Question{.name = "entries_are_within_their_period",
             .checked = {"count_entries", BW_OF("decision")},
             .wrong = {"entries_past_their_period",
                       BW_WRONG("select id::text from decision where retained_until < $1 - 1")}},
    Question{.name = "subjects_of_checks_are_within_their_period",
             .checked = {"count_kept_checks", BW_OF("check_record where data_key is not null")},
             .wrong = {"subjects_past_their_period",
                       BW_WRONG("select id::text from check_record"
                                " where watched_until < $1 - 1 and data_key is not null")}},
    Question{
        .name = "what_was_erased_is_gone",
        .checked = {"count_erasures", BW_OF("erasure")},
        .wrong = {"erased_and_there", BW_WRONG("select e.record_id::text as id from erasure as e"
                                               " where exists (select from decision as d"
                                               "                where d.authority = e.authority"
                                               "                  and d.id = e.record_id)"
                                               "    or exists (select from decision_version as v"
                                               "                where v.authority = e.authority"
                                               "                  and v.id = e.record_id"
                                               "                  and v.content is not null)"
                                               "    or exists (select from check_record as c"
                                               "                where c.authority = e.authority"
                                               "                  and c.id = e.record_id"
                                               "                  and c.data_key is not null)")}},
    Question{.name = "lateness_is_by_the_clock",
             .checked = {"count_timed_entries", BW_OF("decision where late is not null")},
             .wrong = {"entries_wrongly_late",
                       BW_WRONG("select id::text from decision where late is not null and late <>"
                                " ((entered_at at time zone 'Europe/London')::date > enter_by)")}},
    Question{.name = "duties_are_told_of_in_time",
             .checked = {"count_open_duties", BW_OF("duty where state = 'open'")},
             .wrong = {"duties_not_told_of",
                       BW_WRONG("select id::text from duty where state = 'open'"
                                " and ((due_on < $1 - 1 and overdue_at is null)"
                                "      or (escalate_on < $1 - 1 and escalated_at is null))")}},
    Question{
        .name = "duties_have_their_days",
        .checked = {"count_duties", BW_OF("duty")},
        .wrong = {"duties_without_days",
                  BW_WRONG("select id::text from duty"
                           " where due_on < opened_on"
                           "    or (state in ('done', 'transferred')) <> (done_on is not null)")}},
    Question{.name = "what_is_held_has_its_hold",
             .checked = {"count_held", BW_OF("held_alert")},
             .wrong = {"held_without_hold",
                       BW_WRONG("select a.entry::text as id from held_alert as a"
                                " join held_entry as e"
                                "   on e.authority = a.recording_authority and e.entry = a.entry"
                                " join entry_hold as h"
                                "   on h.authority = e.authority and h.id = e.hold"
                                " where h.is_done")}},
};

#undef BW_OF
#undef BW_WRONG

core::Result<IntegrityCheck> ask(Session& session, const Question& question, core::Date today) {
  auto checked = session.run(question.checked);
  if (!checked) return checked.error();
  // Only some of them ask for the day.
  const bool asks_day = std::string_view(question.wrong.sql).find("$1") != std::string_view::npos;
  auto wrong = session.run(question.wrong, asks_day ? Parameters().add(today) : Parameters());
  if (!wrong) return wrong.error();
  return IntegrityCheck{.name = question.name,
                        .checked = checked->at<std::int64_t>(0, 0),
                        .wrong = wrong->at<std::int64_t>(0, 0),
                        .first = wrong->at<std::string>(0, 1)};
}

// From its beginning: each event's chain, then what the head must be.
core::Result<IntegrityCheck> check_feed(Session& session) {
  IntegrityCheck check{.name = "feed_chain_count_and_digest"};
  const auto head = read_head(session);
  if (!head) return head.error();
  proof::Head reckoned;
  reckoned.position.epoch = head->position.epoch;
  const auto wrong = [&](std::int64_t seq) {
    if (check.wrong++ < 5) check.first += (check.first.empty() ? "" : " ") + std::to_string(seq);
  };
  auto read =
      copy_out(session, "feed",
               "copy (select seq, payload, chain from feed order by seq) to stdout (format binary)",
               [&](core::ByteView bytes) -> core::Result<void> {
                 CopyRow row(bytes);
                 if (row.fields() != 3) throw std::logic_error("a row of COPY has other fields");
                 proof::FeedEvent event;
                 get(row.field(), event.seq);
                 const auto seq = event.seq;
                 const bool is_read = proof::parse_feed_payload(row.field(), event);
                 core::Hash chain{};
                 get(row.field(), chain);
                 event.seq = seq;
                 ++check.checked;
                 if (is_read && seq == reckoned.position.seq + 1) proof::advance(reckoned, event);
                 if (!is_read || reckoned.position.seq != seq || reckoned.position.chain != chain)
                   wrong(seq);
                 // Goes on from what stands there, so that one wrong event is one.
                 reckoned.position.seq = seq;
                 reckoned.position.chain = chain;
                 return {};
               });
  if (!read) return read.error();
  if (reckoned.position.seq != head->position.seq ||
      reckoned.position.chain != head->position.chain || reckoned.live != head->live ||
      reckoned.digest != head->digest)
    wrong(head->position.seq);
  return check;
}

}  // namespace

core::Result<std::vector<IntegrityCheck>> check_tables(const Context& context, core::Date today) {
  auto session = begin_as_owner(context);
  if (!session) return session.error();
  constexpr const char* one_moment =
      "rollback; begin isolation level repeatable read read only;"
      " set local statement_timeout = '10min'";
  if (auto begun = (*session)->script("integrity", one_moment); !begun) return begun.error();
  std::vector<IntegrityCheck> checks;
  auto feed = check_feed(**session);
  if (!feed) return feed.error();
  checks.push_back(std::move(*feed));
  for (const auto& question : questions) {
    auto asked = ask(**session, question, today);
    if (!asked) return asked.error();
    checks.push_back(std::move(*asked));
  }
  return checks;
}

}  // namespace badgewatch::store
