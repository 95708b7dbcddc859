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
      {"officer", "officer", "authority", "id", "1::bigint"},
      {"officer_session", "officer_session", "authority", "id", "1::bigint"},
      {"entry_hold", "entry_hold", "authority", "id", "1::bigint"},
      {"misuse_flag", "misuse_flag", "authority", "id", "1::bigint"},
      {"sample_review", "sample_review", "authority", "check_id", "1::bigint"},
      {"decision_change", "decision_change", "authority", "decision", "version"},
      {"decision_proposal", "decision_proposal", "authority", "decision", "version"},
      {"alert_change", "alert_change", "authority", "alert", "number"},
      {"webhook", "webhook", "authority", "id", "1::bigint"},
      {"mail_address", "mail_address", "authority", "id", "1::bigint"},
      {"disclosure_item", "disclosure_item", "asked_by", "id", "1::bigint"},
      {"roster_row", "roster_row", "authority", "roster", "row"},
      {"legal_hold", "legal_hold", "authority", "id", "1::bigint"},
      {"held_decision", "decision", "authority", "id", "version"},
      {"concern", "concern", "authority", "id", "1::bigint"},
      {"concern_step", "concern_step", "authority", "id", "1::bigint"},
      {"case_outcome", "case_outcome", "authority", "id", "1::bigint"},
      {"rectification_request", "rectification_request", "received_by", "id", "1::bigint"},
      {"licence_version", "licence", "authority", "id", "version"},
      {"decision_version", "decision", "authority", "id", "version"},
  };
  return tables;
}

}  // namespace badgewatch::store
