// What is sealed of a record, as text. Canonical: equal records give equal text.
#pragma once

#include "core/result.hpp"
#include "domain/decision.hpp"
#include "domain/licence.hpp"
#include "ports/checks.hpp"
#include "ports/unit_of_work.hpp"

#include <string>
#include <string_view>

namespace badgewatch::store {

// A line of JSON with everything but the person, then PERSON on a line of its own: whoever needs
// only the person (an index) finds it without reading the rest.
std::string licence_content(const domain::Licence& licence);
core::Result<domain::Licence> read_licence_content(std::string_view text);
// When it began, without the rest; nullopt where none is stated.
core::Result<std::optional<core::Date>> read_first_day(std::string_view licence_content);

std::string decision_content(const domain::Decision& decision);
core::Result<domain::Decision> read_decision_content(std::string_view text);

// Why an entry was changed, and who stands up for it.
std::string change_content(const ports::HistoryItem& item);
core::Result<void> read_change_content(std::string_view text, ports::HistoryItem& item);

// What was proposed, why and by whom; behind it the PERSON where that is to be another.
std::string proposal_content(const ports::Proposal& proposal);
core::Result<void> read_proposal_content(std::string_view text, ports::Proposal& proposal);

// The PERSON of either.
core::Result<person::Person> read_person_of(std::string_view content);

// A check's answer; on a line of its own the entries that it does not show, where there are any.
std::string check_content(const ports::CheckRecord& record);
core::Result<void> read_check_content(std::string_view text, ports::CheckRecord& record);

// Of each hit of a check what a finding is bound to, one behind the other.
std::string pairs_content(const ports::CheckRecord& record);
core::Result<void> read_pairs_content(std::string_view text, ports::CheckRecord& record);

// What a check was answered from.
std::string basis_content(const ports::CheckBasis& basis);
core::Result<ports::CheckBasis> read_basis_content(std::string_view text);

// Why something was found, and by whom.
std::string finding_content(const ports::FindingRecord& finding);
core::Result<void> read_finding_content(std::string_view text, ports::FindingRecord& finding);

std::string answer_content(const ports::StoredAnswer& answer);
core::Result<ports::StoredAnswer> read_answer_content(std::string_view text);

// What the rules of misuse see of a search: marks, then the keyed hashes in the order of their
// declaration, 8 bytes each.
core::Bytes traits_content(const domain::SearchTraits& traits);
// False when it is not of that form.
bool read_traits_content(core::ByteView bytes, domain::SearchTraits& traits);
inline constexpr std::int16_t mark_famous = 1, mark_own_name = 2, mark_by_person = 4;
std::int16_t marks_of(const domain::SearchTraits& traits);
void set_marks(std::int16_t marks, domain::SearchTraits& traits);

// Ids parted by blanks.
std::string entries_content(const std::vector<core::Uuid>& entries);

}  // namespace badgewatch::store
