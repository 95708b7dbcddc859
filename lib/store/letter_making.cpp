#include "store/letter_making.hpp"

namespace badgewatch::store {

namespace {

constexpr Statement make_letters{"make_letters", "select make_letters($1, $2, $3, $4)"};

}  // namespace

core::Result<std::size_t> SqlLetterMaking::make(domain::MailMode mode,
                                                const std::optional<core::Date>& day,
                                                core::Instant now, std::int64_t most_single) {
  if (!session_ || !session_->is_usable()) {
    auto opened = context_.open(Role::webhook);
    if (!opened) return opened.error();
    session_ = std::move(*opened);
  }
  Parameters parameters;
  parameters.text(name_of(mode)).add(day).add(now).add(most_single);
  auto made = session_->run(make_letters, parameters);
  if (!made) return made.error();
  return static_cast<std::size_t>(made->at<std::int64_t>(0, 0));
}

core::Result<std::size_t> SqlLetterMaking::make_single(core::Instant now,
                                                       std::int64_t most_single) {
  return make(domain::MailMode::each, {}, now, most_single);
}

core::Result<std::size_t> SqlLetterMaking::make_digests(core::Date day, core::Instant now) {
  return make(domain::MailMode::digest, day, now, 0);
}

}  // namespace badgewatch::store
