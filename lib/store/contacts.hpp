// How each authority is asked for more, in PostgreSQL.
#pragma once

#include "ports/contacts.hpp"
#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlContacts final : public ports::Contacts {
public:
  explicit SqlContacts(Context& context) : context_(context) {}

  core::Result<std::vector<ports::KeptContact>> all() override;
  core::Result<std::optional<ports::KeptContact>> own(const ports::Caller& caller) override;
  core::Result<ports::KeptContact> keep(const ports::Caller& caller,
                                        const ports::KeptContact& contact, domain::Duty review,
                                        core::Date today, const proof::Leaf& leaf) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
