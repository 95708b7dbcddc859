#include "store/sealed_tables.hpp"

#include <vector>

namespace badgewatch::store {

std::span<const SealedTable> sealed_tables() {
  static const std::vector<SealedTable> tables = {
      {"lookup_key", "lookup_key", "''", "'00000000-0000-0000-0000-000000000000'::uuid",
       "1::bigint"},
      {"licence", "licence", "authority", "id", "version"},
      {"decision", "decision", "authority", "id", "version"},
      {"check_record", "check_record", "authority", "id", "1::bigint"},
      {"finding", "finding", "authority", "id", "1::bigint"},
      {"idempotency_answer", "idempotency_answer", "authority",
       "encode(substr(key_index, 1, 16), 'hex')::uuid", "1::bigint"},
      {"frequency_table", "frequency_table", "''", "id", "version"},
      {"licence_version", "licence", "authority", "id", "version"},
      {"decision_version", "decision", "authority", "id", "version"},
  };
  return tables;
}

}  // namespace badgewatch::store
