// Disclosure requests in PostgreSQL: within a unit of work, and for reading.
#pragma once

#include "ports/disclosures.hpp"
#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlDisclosures final : public ports::Disclosures {
public:
  explicit SqlDisclosures(Context& context) : context_(context) {}

  core::Result<std::vector<ports::DisclosureRequest>> list(
      const ports::Caller& caller, ports::DisclosureList which,
      std::optional<domain::DisclosureState> state, std::int64_t after, std::size_t limit) override;
  core::Result<ports::DisclosureRequest> find(const ports::Caller& caller,
                                              const core::Uuid& id) override;
  core::Result<File> file(const ports::Caller& caller, const core::Uuid& request,
                          const core::Uuid& attachment) override;

private:
  Context& context_;
};

// In the transaction of `session`, of the caller's authority.
class SqlDisclosureWork final : public ports::DisclosureWork {
public:
  SqlDisclosureWork(Session& session, const Context& context)
      : session_(session), context_(context) {}

  core::Result<void> open(const ports::DisclosureRequest& request) override;
  core::Result<ports::DisclosureRequest> to_change(const core::Uuid& id) override;
  core::Result<void> add(const ports::DisclosureRequest& changed, const ports::DisclosureItem& item,
                         std::string_view file) override;

private:
  core::Result<bool> is_there(const ports::DisclosureRequest& request);
  core::Result<void> write_item(const ports::DisclosureRequest& request,
                                const ports::DisclosureItem& item, std::string_view file);
  core::Result<void> tell(const ports::DisclosureRequest& request,
                          const ports::DisclosureItem& item);

  Session& session_;
  const Context& context_;
};

}  // namespace badgewatch::store
