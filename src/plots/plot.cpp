// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plot.h"

#include "trials/rates.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

double Axis::place(double value) const
{
    if (scale == Scale::Names)
        return (value + 0.5) / double(std::max<qsizetype>(1, names.size()));
    const auto bent = [this](double plain) { return scale == Scale::Probit ? trials::probit(plain) : plain; };
    const double span = bent(high) - bent(low);
    return span > 0 ? std::clamp((bent(std::clamp(value, low, high)) - bent(low)) / span, 0.0, 1.0) : 0;
}

QList<double> Axis::ticks(int most) const
{
    QList<double> values;
    if (scale == Scale::Names) {
        for (qsizetype i = 0; i < names.size(); ++i)
            values << double(i);
    } else if (scale == Scale::Probit) {
        // As NIST draws them.
        for (const double value : {.001, .002, .005, .01, .02, .05, .1, .2, .4, .6, .8, .9, .95, .98, .99})
            if (value >= low && value <= high)
                values << value;
    } else {
        const double rough = (high - low) / std::max(1, most);
        const double power = std::pow(10, std::floor(std::log10(rough)));
        double step = 10 * power;
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (factor * power >= rough) {
                step = factor * power;
                break;
            }
        }
        for (double value = std::ceil(low / step) * step; value <= high + step / 1e6; value += step)
            values << value;
    }
    return values;
}

QString Axis::label(double value) const
{
    if (scale == Scale::Names)
        return names.value(qRound(value));
    const double shown = isShare ? value * 100 : value;
    const QString number = QLocale().toString(shown, 'g', 4);
    return isShare ? QString(number + QStringLiteral(" %")) : number;
}

QByteArray NumberTable::csv() const
{
    const auto line = [](const QStringList &cells) {
        QStringList quoted;
        for (QString cell : cells) {
            if (!cell.isEmpty() && QStringLiteral("=+-@\t\r").contains(cell.front())) {
                bool isNumber = false;
                (void)cell.toDouble(&isNumber);
                if (!isNumber)
                    cell.prepend(QLatin1Char('\''));
            }
            quoted << QString(QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
                              QLatin1Char('"'));
        }
        return QString(quoted.join(QLatin1Char(',')) + QStringLiteral("\r\n"));
    };
    QString text = line(header);
    for (const QStringList &row : rows)
        text += line(row);
    return text.toUtf8();
}
