// When letters are made of the alerts that wait to be told by e-mail.
#pragma once

#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "ports/mail.hpp"

#include <memory>
#include <string>

namespace badgewatch::app {

struct LetterMakingOptions {
  std::string digest_at = "07:30";  // UK time, on working days
  // A mailbox that is told of each alert and has more than so many waiting gets one letter for all.
  std::int64_t most_single = 20;
};

// Used by one thread.
class LetterMaking {
public:
  // `reference` and `clock` outlive it.
  LetterMaking(std::unique_ptr<ports::LetterMaking> letters, const ReferenceData& reference,
               const core::Clock& clock, LetterMakingOptions options);

  // Makes what is to be made by now; whether there is more.
  core::Result<bool> step();

private:
  bool is_time_for_digests(core::Instant now) const;

  std::unique_ptr<ports::LetterMaking> letters_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  const LetterMakingOptions options_;
};

}  // namespace badgewatch::app
