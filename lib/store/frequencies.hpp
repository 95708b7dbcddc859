// ports::FrequencyTables: published tables of frequencies, sealed.
#pragma once

#include "ports/frequencies.hpp"
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

}  // namespace badgewatch::store
