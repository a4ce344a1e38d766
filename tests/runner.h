// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

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
#define ROOM_TEST(Test, Application) ROOM_TEST_MAIN((runner::run<Application, Test>))

//! A test with a main function of its own, which gets the test's name as its argv[0].
#define ROOM_TEST_MAIN(main) static const runner::Entry roomTest(__FILE__, main);
