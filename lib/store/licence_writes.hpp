// The licences that one transaction puts: what is there is read at once, what is new is written at
// its end, as few statements as there are licences put twice.
#pragma once

#include "ports/unit_of_work.hpp"
#include "store/context.hpp"

#include <unordered_map>

namespace badgewatch::store {

// A blind index is random already.
struct IndexHash {
  std::size_t operator()(const core::Hash& value) const noexcept;
};

class LicenceWrites {
public:
  LicenceWrites(Context& context, const std::string& authority)
      : context_(context), authority_(authority) {}

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
    std::size_t next_wave = 0;  // the first statement that may change it
  };

  // Rows of one statement, in which no licence may come twice.
  struct Wave {
    struct Rows {
      Column<core::Uuid> id;
      Column<core::ByteView> number_index;
      Column<std::int64_t> version;
      Column<std::string_view> licence_class, status;
      Column<core::Instant> changed_at;
      Column<core::ByteView> digest, data_key, content;
      void to(Parameters& parameters) const;
    };
    Rows inserted;
    Rows updated;
  };

  core::Result<void> read_known(Session& session, std::span<const core::Hash> indexes);
  ports::LicencePut put_one(const ports::LicenceToPut& wanted, const core::Hash& index,
                            core::Instant now);
  void add(Known& known, const domain::Licence& licence, const core::Hash& index,
           const std::string& content, core::Instant now);

  Context& context_;
  const std::string& authority_;
  std::unordered_map<core::Hash, Known, IndexHash> known_;
  std::vector<Wave> waves_;
};

// The blind index of a licence number.
core::Hash number_index(const Sealer& sealer, std::string_view authority, std::string_view number);

}  // namespace badgewatch::store
