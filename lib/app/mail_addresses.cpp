#include "app/mail_addresses.hpp"

#include "app/act_leaf.hpp"
#include "core/json_reader.hpp"

#include <algorithm>

namespace badgewatch::app {

namespace {

core::Error conflict(std::string detail) {
  return {core::Errc::conflict, std::move(detail)};
}

core::Instant after(core::Instant from, std::chrono::microseconds time) {
  return {from.micros + time.count()};
}

// By a time that does not depend on where they differ.
bool is_same(const std::string& one, const std::string& other) {
  unsigned differences = one.size() == other.size() ? 0 : 1;
  for (std::size_t at = 0; at < std::min(one.size(), other.size()); ++at)
    differences |= static_cast<unsigned char>(one[at]) ^ static_cast<unsigned char>(other[at]);
  return differences == 0;
}

}  // namespace

proof::Leaf MailAddresses::leaf(const ports::Caller& caller, std::string kind,
                                const core::Uuid& subject) {
  return act_leaf(caller, std::move(kind), subject, "{}", clock_, randomness_);
}

// Of 2^64 values the last few would make some digits likelier, by less than 10^-11.
ports::MailCode MailAddresses::new_code() {
  std::array<std::uint8_t, 8> drawn{};
  randomness_.fill(drawn);
  std::uint64_t number = 0;
  for (const auto byte : drawn)
    number = number << 8U | byte;
  std::string digits(domain::mail_code_digits, '0');
  for (auto& digit : digits) {
    digit = static_cast<char>('0' + number % 10);
    number /= 10;
  }
  return {core::Secret(std::move(digits)), clock_.now()};
}

core::Result<void> MailAddresses::may_send(const std::string& authority) {
  if (!sends_) return conflict("This register sends no e-mail: ask its operator.");
  const std::lock_guard lock(mutex_);
  const auto today = core::uk_date(clock_.now());
  if (day_ != today) {
    day_ = today;
    letters_.clear();
  }
  if (++letters_[authority] > most_letters_a_day)
    return conflict("Your authority has had " + std::to_string(most_letters_a_day) +
                    " letters sent today: go on tomorrow.");
  return {};
}

core::Result<std::vector<ports::MailAddress>> MailAddresses::list(const ports::Caller& caller) {
  return kept_.list(caller.authority);
}

core::Result<MailAddressView> MailAddresses::find(const ports::Caller& caller,
                                                  const core::Uuid& id) {
  auto address = kept_.find(caller.authority, id);
  if (!address) return address.error();
  auto undelivered = kept_.undelivered(caller.authority, id);
  if (!undelivered) return undelivered.error();
  return MailAddressView{std::move(*address), *undelivered};
}

core::Result<MailAddresses::Kept> MailAddresses::add(const ports::Caller& caller,
                                                     const MailAddressWanted& wanted) {
  auto own = kept_.list(caller.authority);
  if (!own) return own.error();
  for (auto& other : *own)
    if (other.email.reveal() == wanted.email) return Kept{std::move(other), false};
  if (own->size() >= most)
    return conflict("You have " + std::to_string(most) + " mail addresses: remove one first.");
  if (auto may = may_send(caller.authority); !may) return may.error();
  ports::MailAddress address;
  address.id = core::new_uuid(clock_, randomness_);
  address.authority = caller.authority;
  address.email = core::Secret(wanted.email);
  address.mode = wanted.mode;
  address.kinds = wanted.kinds;
  address.created_at = clock_.now();
  address.code = new_code();
  const auto added = kept_.add(address, most, leaf(caller, "mail_address_created", address.id));
  if (!added) return added.error();
  return Kept{std::move(address), true};
}

core::Result<void> MailAddresses::remove(const ports::Caller& caller, const core::Uuid& id) {
  return kept_.remove(caller.authority, id, leaf(caller, "mail_address_removed", id));
}

core::Result<ports::MailAddress> MailAddresses::set(const ports::Caller& caller,
                                                    const core::Uuid& id,
                                                    const MailSettings& settings) {
  auto address = kept_.find(caller.authority, id);
  if (!address) return address;
  address->mode = settings.mode;
  address->kinds = settings.kinds;
  if (settings.enabled) {
    address->disabled_at.reset();
    address->disabled_because.reset();
  } else if (!address->disabled_at) {
    address->disabled_at = clock_.now();
    address->disabled_because = domain::DisabledBecause::owner;
  }
  const auto done = kept_.change(*address, leaf(caller, "mail_address_changed", id));
  if (!done) return done.error();
  return kept_.find(caller.authority, id);
}

core::Result<ports::MailAddress> MailAddresses::send_code(const ports::Caller& caller,
                                                          const core::Uuid& id) {
  auto address = kept_.find(caller.authority, id);
  if (!address) return address;
  if (address->confirmed_at) return conflict("This mail address is confirmed.");
  if (address->disabled_at) return conflict("This mail address is disabled: enable it first.");
  if (address->code && clock_.now() < after(address->code->made_at, domain::mail_code_pause))
    return conflict("A code was sent within the last ten minutes: it may still come.");
  if (auto may = may_send(caller.authority); !may) return may.error();
  address->code = new_code();
  const auto done = kept_.send_code(*address, leaf(caller, "mail_code_sent", id));
  if (!done) return done.error();
  return address;
}

core::Result<ports::MailAddress> MailAddresses::confirm(const ports::Caller& caller,
                                                        const core::Uuid& id,
                                                        const std::string& code) {
  auto address = kept_.find(caller.authority, id);
  if (!address || address->confirmed_at) return address;
  if (!address->code || clock_.now() >= after(address->code->made_at, domain::mail_code_lasts))
    return conflict("The code counts no more: have another one sent.");
  const auto counted = kept_.count_guess(caller.authority, id);
  if (!counted) return counted.error();
  if (!*counted) return conflict("The code was guessed at too often: have another one sent.");
  if (!is_same(address->code->digits.reveal(), code))
    return core::invalid_fields({{"/code", "is not the code that was sent there"}});
  address->confirmed_at = clock_.now();
  address->code.reset();
  const auto done = kept_.change(*address, leaf(caller, "mail_address_confirmed", id));
  if (!done) return done.error();
  return address;
}

core::Result<ports::MailAddress> MailAddresses::test(const ports::Caller& caller,
                                                     const core::Uuid& id) {
  auto address = kept_.find(caller.authority, id);
  if (!address) return address;
  if (!address->confirmed_at) return conflict("This mail address is not confirmed.");
  if (address->disabled_at) return conflict("This mail address is disabled: enable it first.");
  if (auto may = may_send(caller.authority); !may) return may.error();
  const auto queued =
      kept_.queue_test(caller.authority, id, clock_.now(), leaf(caller, "mail_address_tested", id));
  if (!queued) return queued.error();
  return address;
}

core::Result<std::vector<ports::DeliveryAttempt>> MailAddresses::attempts(
    const ports::Caller& caller, const core::Uuid& id, std::int64_t after_number,
    std::size_t limit) {
  if (const auto address = kept_.find(caller.authority, id); !address) return address.error();
  return kept_.attempts(caller.authority, id, after_number, limit);
}

}  // namespace badgewatch::app
