<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ActivityCounts</name>
    <message numerus="yes">
        <source>%n call(s) today</source>
        <translation>
            <numerusform>%n call today</numerusform>
            <numerusform>%n calls today</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActivityExport</name>
    <message numerus="yes">
        <source>The file will hold %n call(s) with the names of people and groups in them, but no token and no recording.</source>
        <translation>
            <numerusform>The file will hold %n call with the names of people and groups in them, but no token and no recording.</numerusform>
            <numerusform>The file will hold %n calls with the names of people and groups in them, but no token and no recording.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActivityScreen</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of the %n call(s) fits these filters.</source>
        <translation>
            <numerusform>The one call does not fit these filters.</numerusform>
            <numerusform>None of the %n calls fits these filters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupPane</name>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n group</numerusform>
            <numerusform>%n groups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voiceprint(s)</source>
        <translation>
            <numerusform>%n voiceprint</numerusform>
            <numerusform>%n voiceprints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionReportView</name>
    <message numerus="yes">
        <source>This test made %n call(s), none of them billed.</source>
        <translation>
            <numerusform>This test made %n call, none of them billed.</numerusform>
            <numerusform>This test made %n calls, none of them billed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionsModel</name>
    <message numerus="yes">
        <source>expires in %n day(s)</source>
        <translation>
            <numerusform>expires in %n day</numerusform>
            <numerusform>expires in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Expiry</name>
    <message numerus="yes">
        <source>The token of “%1” ends in %n day(s): make a new one in Coze, then put it into the connection.</source>
        <translation>
            <numerusform>The token of “%1” ends in %n day: make a new one in Coze, then put it into the connection.</numerusform>
            <numerusform>The token of “%1” ends in %n days: make a new one in Coze, then put it into the connection.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupForms</name>
    <message numerus="yes">
        <source>Delete “%1” with its %n voiceprint(s)? This cannot be undone.</source>
        <translation>
            <numerusform>Delete “%1” with its %n voiceprint? This cannot be undone.</numerusform>
            <numerusform>Delete “%1” with its %n voiceprints? This cannot be undone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupsPane</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IdentifyScreen</name>
    <message numerus="yes">
        <source>%n voiceprint(s)</source>
        <translation>
            <numerusform>%n voiceprint</numerusform>
            <numerusform>%n voiceprints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoiceprintsScreen</name>
    <message numerus="yes">
        <source>%n unsent recording(s)</source>
        <translation>
            <numerusform>%n unsent recording</numerusform>
            <numerusform>%n unsent recordings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoicesScreen</name>
    <message numerus="yes">
        <source>None of the %n voice(s) loaded so far has this in its name, language or text.</source>
        <translation>
            <numerusform>The one voice loaded so far does not have this in its name, language or text.</numerusform>
            <numerusform>None of the %n voices loaded so far has this in its name, language or text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voice(s)</source>
        <translation>
            <numerusform>%n voice</numerusform>
            <numerusform>%n voices</numerusform>
        </translation>
    </message>
</context>
</TS>
