// What is kept of a check, held against itself: the answer, its receipt, the log's leaf.
#pragma once

#include "core/json.hpp"
#include "ports/past.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::app {

struct KeptEvidence {
  bool leaf_holds = false;     // there, what it committed to, and about this outcome
  bool receipt_holds = false;  // its text is this answer's and, with a key, its signature the key's
  // JSON Pointers into a report of replay_check().
  std::vector<std::string> contradictions() const;
};

// What the check was answered from, as its answer or its basis says.
struct KeptPlace {
  proof::Position at;
  std::string rules;
  bool is_proven = false;
};
// Nothing for an answer without a proof from before there was a basis.
std::optional<KeptPlace> place_of(const ports::CheckRecord& record, const core::Json& answer);

// Of one that was not erased.
KeptEvidence evidence_of(const ports::PastCheck& kept, const core::Json& answer,
                         const KeptPlace& place, const core::Hash& query_key,
                         const std::optional<core::Hash>& receipt_key);
// The leaf outlives the check's key.
bool leaf_holds(const ports::PastCheck& kept);

}  // namespace badgewatch::app
