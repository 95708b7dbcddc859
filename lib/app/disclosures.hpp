// Disclosure requests: who was given a hit asks, the recording authority answers, the asker says
// that it had regard. Each step is one transaction with its log leaf and what both sides are told.
#pragma once

#include "app/once.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "domain/duty.hpp"
#include "domain/file_kind.hpp"
#include "ports/checks.hpp"
#include "ports/disclosures.hpp"
#include "ports/unit_of_work.hpp"

#include <string>

namespace badgewatch::app {

struct DisclosureQuestion {
  core::Uuid check;
  core::Uuid entry;
  std::string question;
};

// What one side does with a request that is there.
struct DisclosureStep {
  core::Uuid request;
  domain::DisclosureAct act = domain::DisclosureAct::message;
  std::string text;  // of an attachment, what its file is called
  std::string file;  // its bytes
  domain::FileKind kind = domain::FileKind::pdf;
};

// Thread safe.
class Disclosures {
public:
  // All outlive it.
  Disclosures(ports::Disclosures& kept, ports::CheckLog& checks, ports::Register& reg,
              const ReferenceData& reference, const core::Clock& clock,
              core::Randomness& randomness, core::Metrics& metrics);

  static constexpr std::size_t most_items = 200;       // said in one request
  static constexpr std::size_t most_attachments = 20;  // among them

  // Errc::not_found where the check is none of the caller's or gave no hit on that entry;
  // Errc::conflict for its own entry, and where a request about the hit is under way.
  core::Result<Answered> ask(const ports::Caller& caller, const DisclosureQuestion& question,
                             const Once<ports::DisclosureRequest>& once);
  // Errc::conflict where it may not happen in this state, or all has been said that may be;
  // Errc::forbidden where it is the other side's to do.
  core::Result<Answered> step(const ports::Caller& caller, const DisclosureStep& step,
                              const Once<ports::DisclosureRequest>& once);

  // Each reading is in the log before it is answered.
  core::Result<ports::DisclosureRequest> read(const ports::Caller& caller, const core::Uuid& id);
  core::Result<ports::Disclosures::File> read_file(const ports::Caller& caller,
                                                   const core::Uuid& request,
                                                   const core::Uuid& attachment);
  core::Result<std::vector<ports::DisclosureRequest>> list(
      const ports::Caller& caller, ports::DisclosureList which,
      std::optional<domain::DisclosureState> state, std::int64_t after, std::size_t limit);

private:
  // The question, and the answer that the other authority owes.
  struct Asked {
    ports::DisclosureRequest request;
    domain::Duty answer;
  };
  core::Result<Asked> asked(const ports::Caller& caller, const DisclosureQuestion& question) const;
  ports::DisclosureItem item(const ports::Caller& caller, ports::DisclosureItemKind kind,
                             std::string text) const;
  proof::Leaf leaf(const ports::Caller& caller, std::string kind, const core::Uuid& subject,
                   std::string detail) const;
  core::Result<void> log_reading(const ports::Caller& caller, std::string kind,
                                 const core::Uuid& subject, std::string detail);

  ports::Disclosures& kept_;
  ports::CheckLog& checks_;
  ports::Register& register_;
  const ReferenceData& reference_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
};

}  // namespace badgewatch::app
