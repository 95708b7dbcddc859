#include "core/bytes.hpp"
#include "proof/feed_chain.hpp"
#include "proof/hash.hpp"
#include "proof/leaf.hpp"
#include "proof/receipt.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;

TEST_CASE("SHA-256 of the empty leaf is RFC 6962's") {
  const std::uint8_t leaf = 0;
  CHECK(core::hex(proof::sha256({core::ByteView(&leaf, 1)})) ==
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  CHECK(core::hex(proof::sha256({core::as_bytes("ab"), core::as_bytes("c")})) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("Ed25519 signs RFC 8032's first vector") {
  core::Hash seed{};
  const auto bytes =
      core::from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  const proof::Signer signer(seed);
  CHECK(core::hex(core::from_base64(signer.public_key_base64()).value()) ==
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  CHECK(
      core::hex(core::from_base64(signer.sign_base64("")).value()) ==
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
      "b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST_CASE("a receipt verifies, and no other text under its signature") {
  core::Hash seed{};
  seed[0] = 7;
  const proof::Signer signer(seed);
  proof::ReceiptClaim claim;
  claim.outcome = "no_match";
  claim.rules = "bw-match-1";
  const auto receipt = proof::sign_receipt(claim, signer);
  const auto key = signer.public_key_base64();
  CHECK(proof::verify_signature(key, receipt.signed_text, receipt.signature));
  auto other = receipt.signed_text;
  other.replace(other.find("no_match"), 8, "match_no");
  CHECK(!proof::verify_signature(key, other, receipt.signature));
  CHECK(!proof::verify_signature("x", receipt.signed_text, receipt.signature));
}

TEST_CASE("the set digest does not mind the order, and adding and removing cancel") {
  proof::SetDigest one;
  proof::SetDigest two;
  std::vector<core::Hash> elements;
  for (std::uint8_t i = 0; i < 50; ++i) {
    core::Uuid id;
    id.bytes[3] = i;
    elements.push_back(proof::row_element(proof::RowKind::licence, id, i + 1));
  }
  for (const auto& element : elements)
    one.add(element);
  for (auto element = elements.rbegin(); element != elements.rend(); ++element)
    two.add(*element);
  CHECK(one == two);
  two.remove(elements[17]);
  CHECK(one != two);
  two.add(elements[17]);
  CHECK(one == two);
  for (const auto& element : elements)
    one.remove(element);
  CHECK(one == proof::SetDigest());
}

TEST_CASE("the chain changes with every byte of the payload and with the number") {
  proof::FeedEvent event;
  event.seq = 9;
  event.new_version = 1;
  auto payload = proof::feed_payload(event);
  proof::FeedEvent back;
  REQUIRE(proof::parse_feed_payload(payload, back));
  CHECK(back.new_version == 1);
  const auto chain = proof::next_chain({}, 9, payload);
  CHECK(chain != proof::next_chain({}, 10, payload));
  for (auto& byte : payload) {
    byte ^= 1;
    CHECK(chain != proof::next_chain({}, 9, payload));
    byte ^= 1;
  }
  CHECK(chain == proof::next_chain({}, 9, payload));
}

TEST_CASE("two leaves of one event differ by their salt") {
  const core::ManualClock clock({1'700'000'000'000'000});
  core::SeededRandomness randomness(5);
  proof::LogEvent event;
  event.at = clock.now();
  event.kind = "check";
  event.authority = "LDS";
  const auto one = proof::make_leaf(event, clock, randomness);
  const auto two = proof::make_leaf(event, clock, randomness);
  CHECK(one.commitment != two.commitment);
  const std::uint8_t prefix = 0;
  const auto text = proof::canonical(event);
  CHECK(one.commitment ==
        proof::sha256({core::ByteView(&prefix, 1), one.salt, core::as_bytes(text)}));
}
