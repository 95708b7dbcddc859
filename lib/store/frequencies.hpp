// ports::FrequencyTables: published tables of frequencies, sealed.
#pragma once

#include "ports/frequencies.hpp"
#include "ports/past.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlFrequencyTables final : public ports::FrequencyTables {
public:
  explicit SqlFrequencyTables(Context& context) : context_(context) {}

  core::Result<std::unique_ptr<ports::FrequencyLearning>> begin(
      core::Date turn, bool again, core::Instant forget_before) override;
  core::Result<std::vector<ports::FrequencyFacts>> published() override;

private:
  Context& context_;
};

// The table in force, as whoever `session` is may read it. Errc::internal when it does not open.
core::Result<std::optional<ports::FrequencyTable>> newest_frequencies(Session& session,
                                                                      const Sealer& sealer);

// All that were published, and one of them, to the owner. Errc::not_found for one that is not kept.
core::Result<std::vector<ports::PastTable>> past_frequencies(Session& session);
core::Result<ports::FrequencyTable> frequencies_of_version(Session& session, const Sealer& sealer,
                                                           std::int64_t version);

// The words of tables that were superseded before `before`.
core::Result<void> forget_frequencies(Session& session, core::Instant before);

}  // namespace badgewatch::store
