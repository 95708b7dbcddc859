// ports::Successions, as the watch; and for the operator what has been taken over.
#pragma once

#include "ports/successions.hpp"

#include <memory>
#include <string>

namespace badgewatch::store {

struct Context;
class Sealer;
class Session;
struct Statement;
class Parameters;

class SqlSuccessions final : public ports::Successions {
public:
  explicit SqlSuccessions(Context& context);
  ~SqlSuccessions() override;

  core::Result<std::size_t> take_over(std::span<const domain::Succession> happened,
                                      std::span<const domain::Share> shares,
                                      core::Instant now) override;
  core::Result<std::size_t> hand_on(core::Instant now, std::size_t most) override;

private:
  core::Result<Session*> session();
  core::Result<std::size_t> counted(const Statement& statement, const Parameters& parameters);

  Context& context_;
  std::unique_ptr<Session> session_;
};

// `conninfo` is bw_migrate's. In the order of days and codes.
core::Result<std::vector<domain::Succession>> taken_over(const std::string& conninfo);
core::Result<ports::Holdings> holdings_of(const std::string& conninfo,
                                          const std::string& authority);

struct NamedRecord {
  std::string kind;    // "licence", "entry", "concern", "request", "officer"
  std::string record;  // a licence's number, else an id
};
// What stands under the authority's code by these names, in their order; null where nothing does,
// or not what `held_by` had: it is the same authority, or one that took over.
core::Result<std::vector<std::optional<core::Uuid>>> records_named(
    const std::string& conninfo, const Sealer& sealer, const std::string& authority,
    std::span<const NamedRecord> named, const std::string& held_by);

}  // namespace badgewatch::store
