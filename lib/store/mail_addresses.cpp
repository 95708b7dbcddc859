#include "store/mail_addresses.hpp"

#include "store/mail_rows.hpp"
#include "store/outbox.hpp"
#include "store/rows.hpp"

namespace badgewatch::store {

namespace {

constexpr Statement select_addresses{
    "select_mail_addresses",
    "select id, mode, kinds, key_version, data_key, content, created_at, confirmed_at, disabled_at,"
    "       disabled_because, failing_since"
    " from mail_address where authority = $1 and ($2::uuid is null or id = $2)"
    " order by created_at, id"};
// One of an authority's after the other, so that no two of them pass the limit together.
constexpr Statement lock_addresses{"lock_mail_addresses", "select pg_advisory_xact_lock($1)"};
constexpr Statement insert_address{
    "insert_mail_address",
    "insert into mail_address (authority, id, mode, kinds, created_at, key_version, data_key,"
    "                          content)"
    " select $1, $2, $3, $4, $5, $6, $7, $8"
    " where (select count(*) from mail_address where authority = $1) < $9"};
constexpr Statement delete_address{"delete_mail_address",
                                   "delete from mail_address where authority = $1 and id = $2"};
// Whoever enables it again begins anew: what failed before says nothing.
constexpr Statement update_address{
    "update_mail_address",
    "update mail_address set mode = $3, kinds = $4, key_version = $5, data_key = $6, content = $7,"
    "       confirmed_at = $8, disabled_at = $9, disabled_because = $10,"
    "       failing_since = case when disabled_at is not null then null else failing_since end,"
    "       failures = case when disabled_at is not null then 0 else failures end,"
    "       not_before = case when disabled_at is not null then '-infinity' else not_before end"
    " where authority = $1 and id = $2"};
constexpr Statement insert_code{
    "queue_mail_code",
    "insert into mail_address_delivery (authority, mail_address, message, type, at, state)"
    " values ($1, $2, $3, 'mail.code', $4, 'pending')"};
constexpr Statement insert_test{
    "queue_mail_test",
    "insert into mail_address_delivery (authority, mail_address, message, type, at, state)"
    " select authority, id, $3, 'mail.test', $4, 'pending' from mail_address"
    " where authority = $1 and id = $2"};
constexpr Statement delete_codes{
    "delete_pending_mail_codes",
    "delete from mail_address_delivery where authority = $1 and mail_address = $2"
    " and type = 'mail.code' and state = 'pending'"};
constexpr Statement reset_guesses{
    "reset_mail_guesses", "update mail_address set guesses = 0 where authority = $1 and id = $2"};
constexpr Statement add_guess{"count_mail_guess",
                              "update mail_address set guesses = guesses + 1"
                              " where authority = $1 and id = $2 and guesses < $3"};
constexpr Statement count_undelivered{
    "count_undelivered_letters",
    "select count(*) filter (where state = 'pending'), count(*) filter (where state <> 'pending'),"
    "       min(seq)"
    " from mail_address_delivery"
    " where authority = $1 and mail_address = $2 and state <> 'delivered'"};
constexpr Statement select_attempts{
    "select_mail_attempts",
    "select a.number, a.message, d.seq, coalesce(d.type, ''), a.at, a.took_ms, a.status::bigint,"
    "       a.result"
    " from mail_address_attempt as a"
    " left join mail_address_delivery as d"
    "   on d.authority = a.authority and d.mail_address = a.mail_address"
    "  and d.message = a.message"
    " where a.authority = $1 and a.mail_address = $2 and a.number > $3 order by a.number limit $4"};

core::Error unreadable() {
  return {core::Errc::internal, "A stored mail address cannot be read."};
}

core::Result<ports::MailAddress> address_of(const Rows& rows, int row, const std::string& authority,
                                            const Sealer& sealer) {
  ports::MailAddress address;
  address.id = rows.at<core::Uuid>(row, 0);
  address.authority = authority;
  const auto mode = domain::mail_mode_named(rows.at<std::string>(row, 1));
  if (!mode) return unreadable();
  address.mode = *mode;
  for (const auto& word : words_of(rows.at<std::string>(row, 2))) {
    const auto kind = domain::alert_kind_named(word);
    if (!kind) return unreadable();
    address.kinds.push_back(*kind);
  }
  auto content = open_mail_address(sealer, authority, address.id, rows.at<std::int16_t>(row, 3),
                                   rows.raw(row, 4), rows.raw(row, 5));
  if (!content) return content.error();
  address.email = std::move(content->email);
  address.code = std::move(content->code);
  address.created_at = rows.at<core::Instant>(row, 6);
  address.confirmed_at = rows.maybe<core::Instant>(row, 7);
  address.disabled_at = rows.maybe<core::Instant>(row, 8);
  if (const auto because = rows.maybe<std::string>(row, 9))
    address.disabled_because = domain::disabled_because_named(*because);
  address.failing_since = rows.maybe<core::Instant>(row, 10);
  return address;
}

Parameters of(const std::string& authority, const core::Uuid& id) {
  return std::move(Parameters().text(authority).add(id));
}

}  // namespace

core::Result<std::vector<ports::MailAddress>> SqlMailAddresses::read(
    const std::string& authority, const std::optional<core::Uuid>& id) {
  return as_authority(
      context_, authority, [&](Session& session) -> core::Result<std::vector<ports::MailAddress>> {
        auto rows = session.run(select_addresses, Parameters().text(authority).add(id));
        if (!rows) return rows.error();
        std::vector<ports::MailAddress> addresses;
        for (int i = 0; i < rows->size(); ++i) {
          auto address = address_of(*rows, i, authority, context_.sealer);
          if (!address) return address.error();
          addresses.push_back(std::move(*address));
        }
        return addresses;
      });
}

core::Result<std::vector<ports::MailAddress>> SqlMailAddresses::list(const std::string& authority) {
  return read(authority, {});
}

core::Result<ports::MailAddress> SqlMailAddresses::find(const std::string& authority,
                                                        const core::Uuid& id) {
  auto found = read(authority, id);
  if (!found) return found.error();
  if (found->empty()) return ports::no_mail_address();
  return std::move(found->front());
}

core::Result<void> SqlMailAddresses::add(const ports::MailAddress& address, std::size_t most,
                                         const proof::Leaf& leaf) {
  const auto sealed = seal_mail_address(context_.sealer, address);
  return as_authority(context_, address.authority, [&](Session& session) -> core::Result<void> {
    const auto key = lock_key(context_.sealer, "mail addresses", address.authority);
    if (auto locked = session.run(lock_addresses, Parameters().add(key)); !locked)
      return locked.error();
    Parameters parameters = of(address.authority, address.id);
    parameters.text(name_of(address.mode)).text(words_of_kinds(address.kinds));
    parameters.add(address.created_at).add(sealed.key_version).bytes(sealed.data_key);
    parameters.bytes(sealed.content).add(static_cast<std::int64_t>(most));
    auto added = session.run(insert_address, parameters);
    if (!added) return added.error();
    if (added->affected() == 0)
      return core::Error(core::Errc::conflict,
                         "You have " + std::to_string(most) + " mail addresses: remove one first.");
    if (auto queued = queue_code(session, address); !queued) return queued;
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<void> SqlMailAddresses::queue_code(Session& session,
                                                const ports::MailAddress& address) {
  Parameters letter = of(address.authority, address.id);
  letter.add(context_.new_id()).add(context_.clock.now());
  auto queued = session.run(insert_code, letter);
  if (!queued) return queued.error();
  return {};
}

core::Result<void> SqlMailAddresses::remove(const std::string& authority, const core::Uuid& id,
                                            const proof::Leaf& leaf) {
  return as_authority(context_, authority, [&](Session& session) -> core::Result<void> {
    auto removed = session.run(delete_address, of(authority, id));
    if (!removed) return removed.error();
    if (removed->affected() == 0) return ports::no_mail_address();
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<void> SqlMailAddresses::update(Session& session, const ports::MailAddress& address) {
  const auto sealed = seal_mail_address(context_.sealer, address);
  std::optional<std::string_view> because;
  if (address.disabled_because) because = name_of(*address.disabled_because);
  Parameters parameters = of(address.authority, address.id);
  parameters.text(name_of(address.mode)).text(words_of_kinds(address.kinds));
  parameters.add(sealed.key_version).bytes(sealed.data_key).bytes(sealed.content);
  parameters.add(address.confirmed_at).add(address.disabled_at).add(because);
  auto changed = session.run(update_address, parameters);
  if (!changed) return changed.error();
  if (changed->affected() == 0) return ports::no_mail_address();
  return {};
}

core::Result<void> SqlMailAddresses::change(const ports::MailAddress& address,
                                            const proof::Leaf& leaf) {
  return as_authority(context_, address.authority, [&](Session& session) -> core::Result<void> {
    if (auto changed = update(session, address); !changed) return changed;
    if (address.confirmed_at)
      if (auto gone = session.run(delete_codes, of(address.authority, address.id)); !gone)
        return gone.error();
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<void> SqlMailAddresses::send_code(const ports::MailAddress& address,
                                               const proof::Leaf& leaf) {
  return as_authority(context_, address.authority, [&](Session& session) -> core::Result<void> {
    if (auto changed = update(session, address); !changed) return changed;
    for (const auto* statement : {&delete_codes, &reset_guesses})
      if (auto done = session.run(*statement, of(address.authority, address.id)); !done)
        return done.error();
    if (auto queued = queue_code(session, address); !queued) return queued;
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<void> SqlMailAddresses::queue_test(const std::string& authority, const core::Uuid& id,
                                                core::Instant now, const proof::Leaf& leaf) {
  return as_authority(context_, authority, [&](Session& session) -> core::Result<void> {
    auto queued = session.run(insert_test, of(authority, id).add(context_.new_id()).add(now));
    if (!queued) return queued.error();
    if (queued->affected() == 0) return ports::no_mail_address();
    return insert_leaves(session, {&leaf, 1});
  });
}

core::Result<bool> SqlMailAddresses::count_guess(const std::string& authority,
                                                 const core::Uuid& id) {
  return as_authority(context_, authority, [&](Session& session) -> core::Result<bool> {
    auto counted = session.run(add_guess, of(authority, id).add(domain::most_mail_code_guesses));
    if (!counted) return counted.error();
    return counted->affected() == 1;
  });
}

core::Result<ports::Undelivered> SqlMailAddresses::undelivered(const std::string& authority,
                                                               const core::Uuid& id) {
  return as_authority(context_, authority,
                      [&](Session& session) -> core::Result<ports::Undelivered> {
                        auto rows = session.run(count_undelivered, of(authority, id));
                        if (!rows) return rows.error();
                        return ports::Undelivered{.pending = rows->at<std::int64_t>(0, 0),
                                                  .failed = rows->at<std::int64_t>(0, 1),
                                                  .from = rows->maybe<std::int64_t>(0, 2)};
                      });
}

core::Result<std::vector<ports::DeliveryAttempt>> SqlMailAddresses::attempts(
    const std::string& authority, const core::Uuid& id, std::int64_t after, std::size_t limit) {
  return as_authority(context_, authority,
                      [&](Session& session) -> core::Result<std::vector<ports::DeliveryAttempt>> {
                        auto rows = session.run(
                            select_attempts,
                            of(authority, id).add(after).add(static_cast<std::int64_t>(limit)));
                        if (!rows) return rows.error();
                        return attempts_in(*rows);
                      });
}

}  // namespace badgewatch::store
