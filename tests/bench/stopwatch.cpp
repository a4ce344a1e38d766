// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled into a program beside its own main(): prints one line with the milliseconds from STOPWATCH_START
// (a CLOCK_MONOTONIC time in ns, taken before exec) to the first paint and to the first rows of a table, and
// the memory at rest, then ends the program.

#include <QAbstractItemView>
#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTableView>
#include <QTimer>

#include <cstdio>
#include <ctime>

namespace {

constexpr int restTime = 4000; // ms after the first paint

double sinceStart()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const qint64 start = qEnvironmentVariable("STOPWATCH_START").toLongLong();
    return double(qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec - start) / 1e6;
}

double proportionalMemory() // MiB
{
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const auto match =
        QRegularExpression(QStringLiteral("Pss: +(\\d+) kB")).match(QString::fromLatin1(file.readAll()));
    return match.captured(1).toDouble() / 1024;
}

class Stopwatch : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_paint < 0 && watched->isWidgetType()) {
            m_paint = sinceStart();
            QTimer::singleShot(restTime, this, &Stopwatch::report);
            connect(&m_look, &QTimer::timeout, this, &Stopwatch::look);
            m_look.start(2);
        }
        return false;
    }

private:
    void look()
    {
        for (QWidget *widget : QApplication::allWidgets()) {
            const auto *table = qobject_cast<QTableView *>(widget);
            if (table && table->isVisible() && table->model() && table->model()->rowCount() > 0) {
                m_rows = sinceStart();
                m_look.stop();
                return;
            }
        }
    }

    void report()
    {
        std::printf("%.1f %.1f %.1f\n", m_paint, m_rows, proportionalMemory());
        std::fflush(stdout);
        for (QWidget *widget : QApplication::topLevelWidgets())
            widget->close();
    }

    double m_paint = -1;
    double m_rows = -1;
    QTimer m_look;
};

void start()
{
    qApp->installEventFilter(new Stopwatch(qApp));
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(start)
