// The licences that one transaction puts: what is there is read at once, and the last content of
// each is written at its end, in one statement, so that the feed's head is held and moved once.
#pragma once

#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

#include <unordered_map>
#include <vector>

namespace badgewatch::store {

// A blind index is random already.
struct IndexHash {
  std::size_t operator()(const core::Hash& value) const noexcept;
};

class LicenceWrites {
public:
  // `caller` outlives it.
  LicenceWrites(Context& context, const ports::Caller& caller)
      : context_(context), authority_(caller.authority), actor_(caller.actor) {}

  core::Result<std::vector<ports::LicencePut>> put(Session& session,
                                                   std::span<const ports::LicenceToPut> licences,
                                                   core::Instant now);
  core::Result<void> write(Session& session);

private:
  // A licence as the database has it, or as this transaction will leave it.
  struct Known {
    core::Uuid id;
    std::int64_t version = 0;
    DataKey key;
    core::Hash digest{};
    std::optional<std::size_t> change;  // its place in `changes_`
  };

  // What is to be written of one licence, whatever was put before it.
  struct Change {
    Known* known = nullptr;
    core::Hash number_index{};
    domain::LicenceClass licence_class{};
    domain::LicenceStatus status{};
    std::optional<core::Date> began_on;
    core::Instant changed_at;
    std::string content;
  };

  core::Result<void> read_known(Session& session, std::span<const core::Hash> indexes);
  ports::LicencePut put_one(const ports::LicenceToPut& wanted, const core::Hash& index,
                            core::Instant now);
  bool is_same(const Known& known, const std::string& content) const;
  void change(Known& known, const domain::Licence& licence, const core::Hash& index,
              std::string content, core::Instant now);

  Context& context_;
  const std::string& authority_;
  const std::string& actor_;
  std::unordered_map<core::Hash, Known, IndexHash> known_;  // its values stay where they are
  std::vector<Change> changes_;
};

// The blind index of a licence number.
core::Hash number_index(const Sealer& sealer, std::string_view authority, std::string_view number);

}  // namespace badgewatch::store
