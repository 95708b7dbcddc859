// ports::Register: writing transactions, and reading one's own records.
#pragma once

#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlRegister final : public ports::Register {
public:
  explicit SqlRegister(Context& context) : context_(context) {}

  core::Result<std::unique_ptr<ports::UnitOfWork>> begin(const ports::Caller& caller) override;
  core::Result<ports::DecisionRecord> find_decision(const ports::Caller& caller,
                                                    const core::Uuid& id) override;
  core::Result<LicenceRecord> find_licence(const ports::Caller& caller,
                                           const std::string& licence_number) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
