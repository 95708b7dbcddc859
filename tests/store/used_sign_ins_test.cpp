// Sign-ins at identity providers: each is used once.
#include "ports/used_sign_ins.hpp"

#include "officers_fixture.hpp"

#include <atomic>
#include <thread>

namespace {

core::Instant in_seconds(TestRegister& test, std::int64_t seconds) {
  return {test.now().micros + seconds * 1'000'000};
}

}  // namespace

TEST_CASE("a sign-in is used once, until it is refused by its age") {
  TestRegister test;
  const auto used = test.store().new_used_sign_ins();
  CHECK(must(used->use(hash_of(1), in_seconds(test, 900), test.now())));
  CHECK_FALSE(must(used->use(hash_of(1), in_seconds(test, 900), test.now())));
  CHECK(must(used->use(hash_of(2), in_seconds(test, 900), test.now())));
  // It is forgotten only when it is refused anyway.
  CHECK_FALSE(must(used->use(hash_of(1), in_seconds(test, 1800), in_seconds(test, 899))));
  CHECK(must(used->use(hash_of(1), in_seconds(test, 1800), in_seconds(test, 900))));
}

TEST_CASE("of many who use one sign-in at once, one does") {
  TestRegister test;
  const auto used = test.store().new_used_sign_ins();
  std::atomic<int> first = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      const auto is_new = used->use(hash_of(7), in_seconds(test, 900), test.now());
      if (is_new && *is_new) ++first;
    });
  for (auto& thread : threads)
    thread.join();
  CHECK(first == 1);
}
