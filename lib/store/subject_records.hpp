// What an authority holds about people, in PostgreSQL.
#pragma once

#include "ports/subject_records.hpp"
#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlSubjectRecords final : public ports::SubjectRecords {
public:
  explicit SqlSubjectRecords(Context& context) : context_(context) {}

  core::Result<std::vector<ports::OwnSearch>> searches(const ports::Caller& caller,
                                                       const core::Uuid& after,
                                                       std::size_t limit) override;
  core::Result<std::vector<ports::HeldLicence>> every_licence(const ports::Caller& caller,
                                                              const core::Uuid& after,
                                                              std::size_t limit) override;
  core::Result<std::vector<ports::HeldLicence>> licences(const ports::Caller& caller,
                                                         std::span<const core::Uuid> ids) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
