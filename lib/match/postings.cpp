#include "match/postings.hpp"

namespace badgewatch::match {

void Postings::Shard::grow() {
  const auto size = buckets.empty() ? 16 : buckets.size() * 2;
  buckets.assign(size, nothing);
  // Free ones are marked by their record.
  for (std::uint32_t place = 0; place < postings.size(); ++place) {
    auto& posting = postings[place];
    if (posting.record == nothing) continue;
    auto& head = bucket(posting.tag);
    posting.next = head;
    head = place;
  }
}

void Postings::add(std::uint64_t key, RecordId record) {
  auto& shard = shards_[shard_of(key)];
  if (shard.used >= shard.buckets.size()) shard.grow();
  const auto tag = tag_of(key);
  std::uint32_t place = shard.free;
  if (place == nothing) {
    place = static_cast<std::uint32_t>(shard.postings.size());
    shard.postings.push_back({});
  } else {
    shard.free = shard.postings[place].next;
  }
  auto& head = shard.bucket(tag);
  shard.postings[place] = {tag, record, head};
  head = place;
  ++shard.used;
}

void Postings::remove(std::uint64_t key, RecordId record) {
  auto& shard = shards_[shard_of(key)];
  if (shard.buckets.empty()) return;
  const auto tag = tag_of(key);
  auto* link = &shard.bucket(tag);
  while (*link != nothing) {
    auto& posting = shard.postings[*link];
    if (posting.tag != tag || posting.record != record) {
      link = &posting.next;
      continue;
    }
    const auto place = *link;
    *link = posting.next;
    posting = {0, nothing, shard.free};
    shard.free = place;
    --shard.used;
    return;
  }
}

void Postings::collect(std::uint64_t key, std::vector<RecordId>& out) const {
  const auto& shard = shards_[shard_of(key)];
  if (shard.buckets.empty()) return;
  const auto tag = tag_of(key);
  auto place = shard.buckets[tag & (shard.buckets.size() - 1)];
  while (place != nothing) {
    const auto& posting = shard.postings[place];
    if (posting.tag == tag) out.push_back(posting.record);
    place = posting.next;
  }
}

std::size_t Postings::memory_bytes() const {
  std::size_t bytes = sizeof *this;
  for (const auto& shard : shards_)
    bytes += shard.buckets.capacity() * sizeof(std::uint32_t) +
             shard.postings.capacity() * sizeof(Posting);
  return bytes;
}

}  // namespace badgewatch::match
