// How an authority is asked for more: said by its administrator, shown wherever the register says
// whom to ask, and confirmed once a year.
#pragma once

#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "ports/contacts.hpp"
#include "ports/unit_of_work.hpp"

#include <functional>
#include <optional>

namespace badgewatch::app {

// Thread safe.
class Contacts {
public:
  // All outlive it. `changed` is called behind each change: whoever shows contacts reads them anew.
  Contacts(ports::Contacts& kept, const ReferenceData& reference, const core::Clock& clock,
           core::Randomness& randomness, std::function<void()> changed)
      : kept_(kept),
        reference_(reference),
        clock_(clock),
        randomness_(randomness),
        changed_(std::move(changed)) {}

  // Said anew or confirmed as it was; the year begins anew with either.
  core::Result<ports::KeptContact> say(const ports::Caller& caller, const domain::Contact& contact);
  // Nothing where the authority has said none.
  core::Result<std::optional<ports::KeptContact>> own(const ports::Caller& caller) {
    return kept_.own(caller);
  }

private:
  ports::Contacts& kept_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  const std::function<void()> changed_;
};

// `reference` with what authorities have said of themselves in place of what its file says.
Reference with_contacts(Reference reference, const std::vector<ports::KeptContact>& contacts);

}  // namespace badgewatch::app
