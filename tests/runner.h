// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

// Five seconds, as Qt has it, are little on a busy machine.
#undef QTRY_VERIFY
#define QTRY_VERIFY(claim) QTRY_VERIFY_WITH_TIMEOUT((claim), 30'000)
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(claim, words) QTRY_VERIFY2_WITH_TIMEOUT((claim), (words), 30'000)
#undef QTRY_COMPARE
#define QTRY_COMPARE(found, expected) QTRY_COMPARE_WITH_TIMEOUT((found), (expected), 30'000)

//! The tests of a room are one program, and each is a process of its own: `PROGRAM test_levelmeter
//! [OPTION...]`.
namespace runner {

using Main = int (*)(int argc, char **argv);

//! Adds what the source file \a path tests; its name is that of the file.
struct Entry
{
    Entry(const char *path, Main main);
};

template <class Application, class Test>
int run(int argc, char **argv)
{
    Application application(argc, argv);
    application.setAttribute(Qt::AA_Use96Dpi, true);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace runner

//! A test class, with the application object that it needs: QCoreApplication or QApplication.
#define ROOM_TEST(Test, Application)                                                                         \
    static const runner::Entry entry##Test(__FILE__, runner::run<Application, Test>);

//! A test with a main function of its own, which gets the test's name as its argv[0].
#define ROOM_TEST_MAIN(main) static const runner::Entry entry##main(__FILE__, main);
