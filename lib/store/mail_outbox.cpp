#include "store/mail_outbox.hpp"

#include "core/log.hpp"
#include "store/mail_rows.hpp"

namespace badgewatch::store {

namespace {

const OutboxStatements& statements() {
  static const OutboxStatements made(
      "mail_address", "w.key_version, w.data_key, w.content",
      "(select count(*) from mail_address_delivery as r"
      "  where r.authority = w.authority and r.mail_address = w.id and r.state = 'refused'"
      "    and r.ended_at >= w.failing_since)");
  return made;
}

constexpr Statement count_kinds{
    "count_kinds_of_letter",
    "select kind, count(*), min(due_on) from mail_address_item"
    " where authority = $1 and mail_address = $2 and message = $3 group by kind order by kind"};
constexpr Statement select_items{
    "select_items_of_letter",
    "select seq, kind, alert, due_on from mail_address_item"
    " where authority = $1 and mail_address = $2 and message = $3 order by seq limit $4"};
constexpr Statement forget_unconfirmed{
    "forget_unconfirmed_mail_addresses",
    "delete from mail_address where confirmed_at is null and created_at < $1"};
constexpr Statement forget_waiting{
    "forget_waiting_mail_items",
    "delete from mail_address_item where (authority, mail_address, seq) in"
    " (select authority, mail_address, seq from mail_address_item"
    "   where message is null and at < $1 order by at limit $2)"};

}  // namespace

SqlMailOutbox::SqlMailOutbox(Context& context, std::chrono::milliseconds lease,
                             std::size_t sessions)
    : context_(context), outbox_(context, statements(), lease, sessions) {}

core::Result<std::vector<ports::ClaimedMailAddress>> SqlMailOutbox::claim(ports::Lane lane,
                                                                          core::Instant now,
                                                                          std::size_t limit) {
  const auto rows = outbox_.claim(lane, now, limit);
  if (!rows) return rows.error();
  std::vector<ports::ClaimedMailAddress> claimed;
  for (int i = 0; i < rows->size(); ++i) {
    ports::ClaimedMailAddress one{claim_in(*rows, i), {}, {}};
    auto content =
        open_mail_address(context_.sealer, one.authority, one.id, rows->at<std::int16_t>(i, 3),
                          rows->raw(i, 4), rows->raw(i, 5));
    if (!content) {
      // Its claim runs out, and it is tried again: another master key may be at hand by then.
      core::log(core::LogLevel::error, "a mail address does not open",
                {{"mail_address", std::string_view(one.id.text())}});
      continue;
    }
    one.email = std::move(content->email);
    one.code = std::move(content->code);
    claimed.push_back(std::move(one));
  }
  return claimed;
}

core::Result<ports::LetterContent> SqlMailOutbox::content(const ports::Claim& claim,
                                                          const ports::DueMessage& letter,
                                                          std::size_t limit) {
  const auto message = read_message(letter.id);
  if (!message) return core::Error(core::Errc::internal, "A letter's id is not of its form.");
  auto session = outbox_.session();
  if (!session) return session.error();
  ports::LetterContent content;
  auto kinds = (*session)->run(count_kinds, key_of(claim).add(*message));
  if (!kinds) return kinds.error();
  for (int i = 0; i < kinds->size(); ++i)
    content.kinds.push_back({.kind = kinds->at<std::string>(i, 0),
                             .alerts = kinds->at<std::int64_t>(i, 1),
                             .due_on = kinds->maybe<core::Date>(i, 2)});
  auto items = (*session)->run(select_items,
                               key_of(claim).add(*message).add(static_cast<std::int64_t>(limit)));
  if (!items) return items.error();
  for (int i = 0; i < items->size(); ++i)
    content.alerts.push_back({.seq = items->at<std::int64_t>(i, 0),
                              .kind = items->at<std::string>(i, 1),
                              .id = items->at<core::Uuid>(i, 2),
                              .due_on = items->maybe<core::Date>(i, 3)});
  return content;
}

core::Result<std::int64_t> SqlMailOutbox::forget(core::Instant before) {
  constexpr std::int64_t most = 5'000;
  const auto ended = outbox_.forget(before);
  if (!ended) return ended;
  auto session = outbox_.session();
  if (!session) return session.error();
  auto unconfirmed = (*session)->run(forget_unconfirmed, Parameters().add(before));
  if (!unconfirmed) return unconfirmed.error();
  auto waiting = (*session)->run(forget_waiting, Parameters().add(before).add(most));
  if (!waiting) return waiting.error();
  return *ended + unconfirmed->affected() + waiting->affected();
}

}  // namespace badgewatch::store
