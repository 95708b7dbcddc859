// Disclosure requests as they are kept: two authorities share each.
#pragma once

#include "core/clock.hpp"
#include "core/date.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "domain/disclosure.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::ports {

struct Caller;

enum class DisclosureItemKind { question, message, answer, had_regard, withdrawal, attachment };

std::string_view name_of(DisclosureItemKind value);
std::optional<DisclosureItemKind> disclosure_item_kind_named(std::string_view name);

// What was said. Made once by whoever says it, before the first attempt.
struct DisclosureItem {
  core::Uuid id;
  DisclosureItemKind kind = DisclosureItemKind::message;
  std::string said_by;  // the authority
  std::string actor;    // its key or officer, for the log
  core::Instant said_at;
  // Kept sealed.
  std::string name;  // what people call that key or officer
  std::string text;  // of an attachment, what its file is called
  std::string media_type;
  std::int64_t bytes = 0;
};

// A change of the entry since the request was asked: section 3(4).
struct DisclosedChange {
  std::string change;
  core::Date on;
  core::Instant recorded_at;
  std::string state;  // of the entry, that it led to
  std::string reason;
};

struct DisclosureRequest {
  core::Uuid id;
  std::int64_t number = 0;  // in the order in which they were asked: the cursor
  std::string asked_by;
  std::string asked_of;  // that recorded the entry
  std::string entry_type = "decision";
  core::Uuid entry;
  core::Uuid check;  // of the asker, that gave the hit
  domain::DisclosureState state = domain::DisclosureState::open;
  core::Instant received_at;
  core::Date answer_by;
  std::optional<core::Instant> answered_at;
  std::optional<core::Instant> ended_at;  // closed or withdrawn
  // Filled where one request is read.
  std::vector<DisclosureItem> items;     // in order; the question is the first
  std::vector<DisclosedChange> changes;  // for the asker, once it was answered; oldest first

  // Nothing for who is neither.
  std::optional<domain::DisclosureSide> side_of(std::string_view authority) const {
    if (authority == asked_by) return domain::DisclosureSide::asking;
    if (authority == asked_of) return domain::DisclosureSide::recording;
    return {};
  }
};

inline core::Error no_such_request() {
  return {core::Errc::not_found, "There is no such disclosure request of yours."};
}

// What a writing transaction does with them; a part of UnitOfWork.
class DisclosureWork {
public:
  virtual ~DisclosureWork() = default;
  // With its question. One that is there under the same id, from an attempt whose answer was lost,
  // is left alone. Errc::conflict where a request about that hit is under way; Errc::not_found when
  // the entry is gone.
  virtual core::Result<void> open(const DisclosureRequest& request) = 0;
  // As it stands, with its items; nobody changes it until the unit ends. Errc::not_found for who is
  // no party to it.
  virtual core::Result<DisclosureRequest> to_change(const core::Uuid& id) = 0;
  // Adds `item`, with the bytes of its file where it is an attachment, and writes state and times
  // of `changed`.
  virtual core::Result<void> add(const DisclosureRequest& changed, const DisclosureItem& item,
                                 std::string_view file) = 0;
};

enum class DisclosureList { asked, to_answer };

// Thread safe.
class Disclosures {
public:
  virtual ~Disclosures() = default;
  // The caller's with a number over `after`, in order, at most `limit`, without items; of one state
  // where one is named. Errc::malformed for a number that was never given.
  virtual core::Result<std::vector<DisclosureRequest>> list(
      const Caller& caller, DisclosureList which, std::optional<domain::DisclosureState> state,
      std::int64_t after, std::size_t limit) = 0;
  // Errc::not_found for who is no party to it.
  virtual core::Result<DisclosureRequest> find(const Caller& caller, const core::Uuid& id) = 0;
  struct File {
    DisclosureItem item;
    std::string bytes;
  };
  virtual core::Result<File> file(const Caller& caller, const core::Uuid& request,
                                  const core::Uuid& attachment) = 0;
};

}  // namespace badgewatch::ports
