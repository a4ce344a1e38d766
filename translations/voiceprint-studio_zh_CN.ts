<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Voiceprint Studio</source>
        <translation>关于 Voiceprint Studio</translation>
    </message>
    <message>
        <source>Voiceprint Studio %1</source>
        <translation>Voiceprint Studio %1</translation>
    </message>
    <message>
        <source>Enrols voices, lists them and finds out who speaks: on this computer, or in Coze.

Free software under the GNU General Public License, version 3 or later. It comes without any warranty.

Built with Qt %1.</source>
        <translation>录入声音、查看声纹、辨认说话人：在本机上，或在扣子（Coze）中。

自由软件，依据 GNU 通用公共许可证第 3 版或更高版本发布，不提供任何担保。

基于 Qt %1 构建。</translation>
    </message>
    <message>
        <source>Emblem of Voiceprint Studio</source>
        <translation>Voiceprint Studio 标志</translation>
    </message>
</context>
<context>
    <name>ActionText</name>
    <message>
        <source>%1 (%2)</source>
        <comment>a command and its key</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>ActivityCounts</name>
    <message>
        <source>%1 in all (of %2 on the free personal plan)</source>
        <translation>共 %1 次（个人免费版共可用 %2 次）</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1 次</translation>
    </message>
    <message>
        <source>%1: %2, %3, %4</source>
        <comment>connection: calls today, in all, billed</comment>
        <translation>%1：%2，%3，%4</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) today</source>
        <translation>
            <numerusform>今天 %n 次调用</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 billed</source>
        <translation>其中计费 %1 次</translation>
    </message>
    <message>
        <source>What this application has counted on this computer.</source>
        <translation>本应用在这台电脑上的计数。</translation>
    </message>
</context>
<context>
    <name>ActivityExport</name>
    <message numerus="yes">
        <source>The file will hold %n call(s) with the names of people and groups in them, but no token and no recording.</source>
        <translation>
            <numerusform>文件将包含 %n 次调用，其中有人名和声纹组名，但没有令牌和录音。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Choose a file…</source>
        <translation>选择文件(&amp;C)…</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON 行</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation>导出调用</translation>
    </message>
    <message>
        <source>The calls are in %1.</source>
        <translation>调用已导出到 %1。</translation>
    </message>
</context>
<context>
    <name>ActivityModel</name>
    <message>
        <source>No answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Billed</source>
        <translation>计费</translation>
    </message>
    <message>
        <source>%1, failed</source>
        <translation>%1，失败</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Verb</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>错误码</translation>
    </message>
    <message>
        <source>Log id</source>
        <translation>日志 ID</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>接收</translation>
    </message>
</context>
<context>
    <name>ActivityScreen</name>
    <message>
        <source>Find by path, code, log id or text</source>
        <translation>按路径、错误码、日志 ID 或文字查找</translation>
    </message>
    <message>
        <source>Find calls by path, code, log id, connection or text</source>
        <translation>按路径、错误码、日志 ID、连接或文字查找调用</translation>
    </message>
    <message>
        <source>Connection of the calls</source>
        <translation>调用所用的连接</translation>
    </message>
    <message>
        <source>Fai&amp;lures only</source>
        <translation>仅失败(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Billed only</source>
        <translation>仅计费(&amp;B)</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Choose a call to see what was sent.</source>
        <translation>选择一次调用，查看发送了什么。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>The answer to it stands here.</source>
        <translation>对应的应答显示在这里。</translation>
    </message>
    <message>
        <source>The curl command is in the clipboard. It takes the token from COZE_API_TOKEN.</source>
        <translation>curl 命令已复制到剪贴板。它从 COZE_API_TOKEN 读取令牌。</translation>
    </message>
    <message>
        <source>The log id is in the clipboard.</source>
        <translation>日志 ID 已复制到剪贴板。</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n 次调用</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 calls</source>
        <translation>%2 次调用中的 %1 次</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>还没有调用</translation>
    </message>
    <message>
        <source>Every call to a service is listed here, with what was sent and what came back, but never a token and never a recording.</source>
        <translation>对服务的每次调用都列在这里，包括发送和返回的内容，但绝不含令牌和录音。</translation>
    </message>
    <message>
        <source>No call found</source>
        <translation>没有找到调用</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n call(s) fits these filters.</source>
        <translation>
            <numerusform>%n 次调用中没有符合筛选条件的。</numerusform>
        </translation>
    </message>
    <message>
        <source>All connections</source>
        <translation>所有连接</translation>
    </message>
    <message>
        <source>Copy as &amp;curl</source>
        <translation>复制为 curl(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;log id</source>
        <translation>复制日志 ID(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Find call</source>
        <translation>查找调用(&amp;F)</translation>
    </message>
    <message>
        <source>Show &amp;all calls</source>
        <translation>显示全部调用(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Export calls…</source>
        <translation>导出调用(&amp;E)…</translation>
    </message>
    <message>
        <source>Clea&amp;r the list of calls</source>
        <translation>清空调用列表(&amp;R)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>ArchiveCopyDialog</name>
    <message>
        <source>&amp;Leave out names that are in the group already</source>
        <translation>跳过声纹组中已有的名称(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Read the group again</source>
        <translation>重新读取声纹组(&amp;R)</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message numerus="yes">
        <source>This makes %n call(s), one for each recording.</source>
        <translation>
            <numerusform>这将进行 %n 次调用，每段录音一次。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 Enrolment is not billed; identification is.</source>
        <translation>%1录入不计费，识别才计费。</translation>
    </message>
    <message>
        <source>%1 Nothing is billed here.</source>
        <translation>%1此处均不计费。</translation>
    </message>
    <message>
        <source>There is no connection now. Connect first.</source>
        <translation>现在没有连接。请先连接。</translation>
    </message>
    <message>
        <source>This connection has no group yet. Make one under Voiceprints first.</source>
        <translation>此连接还没有声纹组。请先在“声纹”中新建。</translation>
    </message>
    <message>
        <source>Choose the group that the recordings are to be enrolled in.</source>
        <translation>请选择要录入到的声纹组。</translation>
    </message>
    <message>
        <source>Reading what the group holds…</source>
        <translation>正在读取声纹组的内容…</translation>
    </message>
    <message>
        <source>What the group holds could not be read. Nothing is sent before that is known.</source>
        <translation>无法读取声纹组的内容。在此之前不会发送任何内容。</translation>
    </message>
    <message>
        <source>Left out, since the name is there: %1.</source>
        <translation>因名称已存在而跳过：%1。</translation>
    </message>
    <message>
        <source>These names would be in the group twice, and agents tell people apart by name: %1.</source>
        <translation>这些名称在声纹组中会重复，而智能体靠名称区分人：%1。</translation>
    </message>
    <message>
        <source>All of these names are in the group already: nothing is left to send.</source>
        <translation>这些名称在声纹组中都已有：没有要发送的了。</translation>
    </message>
    <message numerus="yes">
        <source>“%1” holds %2 of %3 voiceprints: there is room for %n more. Select fewer recordings, or choose another group.</source>
        <translation>
            <numerusform>“%1”已有 %2 / %3 个声纹：还可容纳 %n 个。请少选一些录音，或选择其他声纹组。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Done. %n recording(s) were enrolled: %1.</source>
        <translation>
            <numerusform>完成。已录入 %n 段录音：%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>It stopped. Nothing was enrolled so far.</source>
        <translation>已停止。尚未录入任何录音。</translation>
    </message>
    <message>
        <source>It stopped. Enrolled so far: %1.</source>
        <translation>已停止。目前已录入：%1。</translation>
    </message>
    <message>
        <source>Nobody knows whether “%1” was enrolled, since no answer came.</source>
        <translation>没有收到应答，不知道“%1”是否已录入。</translation>
    </message>
    <message>
        <source>Left: %1.</source>
        <translation>剩余：%1。</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Copy the rest</source>
        <translation>复制其余(&amp;C)</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <comment>a number, a number, a name</comment>
        <translation>第 %1 / %2 段：%3</translation>
    </message>
    <message>
        <source>Progress of the upload</source>
        <translation>上传进度</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>取消(&amp;N)</translation>
    </message>
    <message>
        <source>Copy to another group</source>
        <translation>复制到其他声纹组</translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s): %1. Each is enrolled as a new voiceprint, with its name and description.</source>
        <translation>
            <numerusform>%n 段录音：%1。每段都将连同名称和描述录入为新的声纹。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Group of “%1”:</source>
        <translation>“%1”的声纹组(&amp;G)：</translation>
    </message>
    <message>
        <source>&amp;Group:</source>
        <translation>声纹组(&amp;G)：</translation>
    </message>
</context>
<context>
    <name>ArchiveDialog</name>
    <message>
        <source>These enrolment recordings are kept on this computer only. With them a group can be copied to another connection, or restored after it was deleted.</source>
        <translation>这些录入录音只保存在这台电脑上。可以用它们把声纹组复制到其他连接，或在删除后恢复。</translation>
    </message>
    <message>
        <source>&amp;Show:</source>
        <translation>显示(&amp;S)：</translation>
    </message>
    <message>
        <source>Which recordings are shown</source>
        <translation>显示哪些录音</translation>
    </message>
    <message>
        <source>Kept recordings</source>
        <translation>保留的录音</translation>
    </message>
    <message>
        <source>Plays the selected recording or stops it</source>
        <translation>播放所选录音，或停止播放</translation>
    </message>
    <message>
        <source>&amp;Copy to another group…</source>
        <translation>复制到其他声纹组(&amp;C)…</translation>
    </message>
    <message>
        <source>Enrols the selected recordings in a group of the present connection</source>
        <translation>把所选录音录入到当前连接的声纹组</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>Deletes the selected recordings from this computer</source>
        <translation>从这台电脑删除所选录音</translation>
    </message>
    <message>
        <source>Delete &amp;all…</source>
        <translation>全部删除(&amp;A)…</translation>
    </message>
    <message>
        <source>Deletes every kept recording from this computer</source>
        <translation>从这台电脑删除所有保留的录音</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Delete the kept recording of “%1” (%2)? Its voiceprint stays, but cannot be copied or restored from here any more.</source>
        <translation>删除“%1”（%2）的保留录音吗？声纹仍在，但无法再从这里复制或恢复。</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n kept recording(s)? Their voiceprints stay, but cannot be copied or restored from here any more.</source>
        <translation>
            <numerusform>删除 %n 段保留的录音吗？声纹仍在，但无法再从这里复制或恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message numerus="yes">
        <source>Delete all %n kept recording(s) of every group and connection? Nothing of them will be left on this computer. Voiceprints stay.</source>
        <translation>
            <numerusform>删除所有声纹组和连接的全部 %n 段保留录音吗？它们在这台电脑上将不留任何内容。声纹仍在。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Nothing is kept</source>
        <translation>没有保留的录音</translation>
    </message>
    <message>
        <source>Enrolment recordings stay on this computer only where Settings say so. They are listed here then, to be heard, copied to another group or deleted.</source>
        <translation>只有在设置中开启后，录入录音才会保留在这台电脑上。之后会列在这里，可以试听、复制到其他声纹组或删除。</translation>
    </message>
</context>
<context>
    <name>ArchiveGroupBox</name>
    <message>
        <source>All groups (%1)</source>
        <translation>所有声纹组（%1）</translation>
    </message>
    <message>
        <source>%1 at %2 (%3)</source>
        <comment>a group, a connection, a number</comment>
        <translation>%1，%2（%3）</translation>
    </message>
</context>
<context>
    <name>ArchiveModel</name>
    <message>
        <source>not noted</source>
        <comment>consent</comment>
        <translation>未记录</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>who consented, when</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>声纹组</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Kept since</source>
        <translation>保留时间</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Recorded over</source>
        <translation>录音途径</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>同意</translation>
    </message>
</context>
<context>
    <name>Audition</name>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Playing</source>
        <translation>正在播放</translation>
    </message>
    <message>
        <source>Playing %1 / %2</source>
        <comment>two times</comment>
        <translation>正在播放 %1 / %2</translation>
    </message>
</context>
<context>
    <name>BackupPane</name>
    <message>
        <source>A backup holds every group and every recording of “This computer” in one file. Only you can read it; keep it as you keep the voices.</source>
        <translation>备份把“本机”的所有声纹组和录音存入一个文件。只有您能读取；请像保管声音一样保管它。</translation>
    </message>
    <message>
        <source>&amp;Back up…</source>
        <translation>备份(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Restore…</source>
        <translation>恢复(&amp;R)…</translation>
    </message>
    <message>
        <source>Progress of the backup</source>
        <translation>备份进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the backup</source>
        <translation>取消备份</translation>
    </message>
    <message>
        <source>%1 with %2</source>
        <comment>groups with voiceprints</comment>
        <translation>%1，%2</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n 个声纹组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n voiceprint(s)</source>
        <translation>
            <numerusform>%n 个声纹</numerusform>
        </translation>
    </message>
    <message>
        <source>Back up into a file</source>
        <translation>备份到文件</translation>
    </message>
    <message>
        <source>Backups (*.voiceprints)</source>
        <translation>备份 (*.voiceprints)</translation>
    </message>
    <message>
        <source>Choose a backup</source>
        <translation>选择备份</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 holds %2. It is as private as the voices in it.</source>
        <translation>%1 包含 %2。它与其中的声音一样私密。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Cancelled: nothing was changed.</source>
        <translation>已取消：没有任何更改。</translation>
    </message>
    <message>
        <source>Writing the backup…</source>
        <translation>正在写入备份…</translation>
    </message>
    <message>
        <source>Checking the backup…</source>
        <translation>正在检查备份…</translation>
    </message>
    <message>
        <source>Restoring…</source>
        <translation>正在恢复…</translation>
    </message>
    <message>
        <source>What “This computer” keeps can no longer be read. Delete it and restore %1 from %2?</source>
        <translation>“本机”保存的数据已无法读取。要删除它，并从 %2 恢复 %1 吗？</translation>
    </message>
    <message>
        <source>“This computer” keeps %1 now. Delete all of it and restore %2 from %3?</source>
        <translation>“本机”现有 %1。要全部删除，并从 %3 恢复 %2 吗？</translation>
    </message>
    <message>
        <source>“This computer” now keeps %1, restored from %2.</source>
        <translation>“本机”现有 %1，已从 %2 恢复。</translation>
    </message>
    <message>
        <source>Ch&amp;eck</source>
        <translation>检查(&amp;E)</translation>
    </message>
    <message>
        <source>Goes over everything that “This computer” keeps, and names what is damaged</source>
        <translation>检查“本机”保存的全部内容，并指出损坏之处</translation>
    </message>
    <message>
        <source>and more</source>
        <comment>damaged entries</comment>
        <translation>等等</translation>
    </message>
    <message>
        <source>Damaged: delete the entry, record the person anew, or restore a backup.</source>
        <translation>已损坏：请删除该条目、重新录制此人，或恢复备份。</translation>
    </message>
    <message>
        <source>Checking everything that is kept…</source>
        <translation>正在检查保存的全部内容…</translation>
    </message>
    <message>
        <source>Everything that is kept on this computer is as it was written.</source>
        <translation>这台电脑上保存的全部内容都与写入时一致。</translation>
    </message>
</context>
<context>
    <name>CallText</name>
    <message>
        <source>%1: the file %2 (%3, %4)</source>
        <comment>part of a form: file (type, size)</comment>
        <translation>%1：文件 %2（%3，%4）</translation>
    </message>
    <message>
        <source>What signs you in is not recorded.</source>
        <translation>登录信息不作记录。</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>Log id: %1</source>
        <translation>日志 ID：%1</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>The rest of this answer is not recorded.</source>
        <translation>应答的其余部分未作记录。</translation>
    </message>
    <message>
        <source>Sound or a picture (%1), which is not recorded.</source>
        <translation>声音或图片（%1），不作记录。</translation>
    </message>
    <message>
        <source>The text of this answer (%1) is not kept.</source>
        <translation>此应答的文字（%1）未保留。</translation>
    </message>
</context>
<context>
    <name>ChannelName</name>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Speaker itself</source>
        <translation>音箱本身</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>电话</translation>
    </message>
</context>
<context>
    <name>ChoiceReader</name>
    <message>
        <source>%1: %2</source>
        <comment>a field and what is chosen in it</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>ClipDesk</name>
    <message>
        <source>One person, a quiet room with little echo, the microphone no more than 50 cm away.</source>
        <translation>一个人讲话，房间安静、少回声，麦克风距离不超过 50 厘米。</translation>
    </message>
    <message>
        <source>Measuring the recording…</source>
        <translation>正在检测录音…</translation>
    </message>
    <message>
        <source>or drop a sound or video file here.</source>
        <translation>或把声音、视频文件拖到这里。</translation>
    </message>
    <message>
        <source>Choose &amp;a file…</source>
        <translation>选择文件(&amp;A)…</translation>
    </message>
    <message>
        <source>Record or choose a file first.</source>
        <translation>请先录音或选择文件。</translation>
    </message>
    <message>
        <source>Paused: press Resume to go on, or Stop.</source>
        <translation>已暂停：按“继续”接着录，或按“停止”。</translation>
    </message>
    <message>
        <source>Speak, then press Stop.</source>
        <translation>请说话，然后按“停止”。</translation>
    </message>
    <message>
        <source>The file is being read…</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>Say above what of the file is to be used, or cancel.</source>
        <translation>请在上面选择使用文件的哪一部分，或取消。</translation>
    </message>
    <message>
        <source>The recording is being measured…</source>
        <translation>正在测量录音…</translation>
    </message>
    <message>
        <source>This recording is poor: record again, or say above that it is to be used anyway.</source>
        <translation>此录音较差：请重新录音，或在上面选择仍要使用。</translation>
    </message>
    <message>
        <source>This recording cannot be used: see above what is wrong with it, and record again.</source>
        <translation>此录音无法使用：请在上面查看问题所在，然后重新录音。</translation>
    </message>
    <message>
        <source>Another recording is still running: stop it first.</source>
        <translation>另一段录音仍在进行：请先停止它。</translation>
    </message>
</context>
<context>
    <name>ClipEditor</name>
    <message>
        <source>Plays what is selected, or from the cursor on; or stops</source>
        <translation>播放所选部分，或从光标处开始播放；或停止</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take the last change of the recording back (Ctrl+Z)</source>
        <translation>撤销对录音的上一次更改 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Undo the last change of the recording</source>
        <translation>撤销对录音的上一次更改</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Make the change again (Ctrl+Shift+Z)</source>
        <translation>重新进行更改 (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>Redo the change of the recording</source>
        <translation>重做对录音的更改</translation>
    </message>
    <message>
        <source>&amp;Keep only the selection</source>
        <translation>仅保留所选(&amp;K)</translation>
    </message>
    <message>
        <source>What you record or choose next comes after this recording instead of replacing it</source>
        <translation>接下来录制或选择的内容会接在此录音之后，而不是替换它</translation>
    </message>
    <message>
        <source>&amp;Delete the selection</source>
        <translation>删除所选部分(&amp;D)</translation>
    </message>
    <message>
        <source>Add t&amp;o this recording</source>
        <translation>接到此录音之后(&amp;O)</translation>
    </message>
</context>
<context>
    <name>ClipImport</name>
    <message>
        <source>Reading the file and converting it to 16 kHz mono…</source>
        <translation>正在读取文件并转换为 16 kHz 单声道…</translation>
    </message>
    <message>
        <source>Progress of reading the file</source>
        <translation>读取文件的进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel reading the file</source>
        <translation>取消读取文件</translation>
    </message>
    <message>
        <source>Do not use this file</source>
        <translation>不使用这个文件</translation>
    </message>
    <message>
        <source>Plays the chosen stretch or stops it</source>
        <translation>播放选中的片段，或停止播放</translation>
    </message>
    <message>
        <source>&amp;Use this stretch</source>
        <translation>使用此片段(&amp;U)</translation>
    </message>
    <message>
        <source>This sound is %1 long; at most %2 seconds of it fit. Choose a stretch in which only this person speaks: drag over the wave, or move the mark.</source>
        <translation>此声音长 %1，最多可用其中 %2 秒。请选择只有此人说话的片段：在波形上拖动，或移动标记。</translation>
    </message>
    <message>
        <source>Sound &amp;track</source>
        <translation>音轨(&amp;T)</translation>
    </message>
    <message>
        <source>Sound track</source>
        <translation>音轨</translation>
    </message>
    <message>
        <source>In several sound tracks of this file somebody speaks. Choose the one of this person.</source>
        <translation>此文件的多条音轨中都有人说话。请选择此人所在的音轨。</translation>
    </message>
</context>
<context>
    <name>ConfirmBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ConnectionAddress</name>
    <message>
        <source>Ser&amp;vice</source>
        <translation>服务(&amp;V)</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务</translation>
    </message>
    <message>
        <source>Coze in China (api.coze.cn)</source>
        <translation>扣子中国站 (api.coze.cn)</translation>
    </message>
    <message>
        <source>Coze elsewhere (api.coze.com)</source>
        <translation>Coze 国际站 (api.coze.com)</translation>
    </message>
    <message>
        <source>Another address</source>
        <translation>其他地址</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>Address of the service</source>
        <translation>服务的地址</translation>
    </message>
    <message>
        <source>Token and voices go over the network in clear. I a&amp;gree.</source>
        <translation>令牌和声音将以明文经过网络。我同意(&amp;G)。</translation>
    </message>
    <message>
        <source>This service charges for identi&amp;fication</source>
        <translation>此服务对识别收费(&amp;F)</translation>
    </message>
    <message>
        <source>Enter the address of the service, such as https://voice.example.org.</source>
        <translation>请输入服务的地址，例如 https://voice.example.org。</translation>
    </message>
    <message>
        <source>This address is not protected. Agree below, or use one that begins with https://.</source>
        <translation>此地址没有加密保护。请在下面同意，或使用以 https:// 开头的地址。</translation>
    </message>
    <message>
        <source>Without https, anybody on the way can read the token and hear the voices. Use an address that begins with https://.</source>
        <translation>没有 https，途中的任何人都能读到令牌、听到声音。请使用以 https:// 开头的地址。</translation>
    </message>
    <message>
        <source>This is not the address of a service. It looks like https://voice.example.org, without a user name, “?” or “#”.</source>
        <translation>这不是服务的地址。地址形如 https://voice.example.org，不含用户名、“?”或“#”。</translation>
    </message>
    <message>
        <source>&amp;Organisation</source>
        <translation>组织(&amp;O)</translation>
    </message>
    <message>
        <source>Account ID of the organisation</source>
        <translation>组织的账号 ID</translation>
    </message>
    <message>
        <source>Coze&apos;s coze_account_id: whose groups are made and listed. Leave it empty unless you work in an organisation.</source>
        <translation>扣子的 coze_account_id：声纹组归谁所有、列出谁的声纹组。除非在组织中工作，否则请留空。</translation>
    </message>
    <message>
        <source>its account ID (coze_account_id); usually empty</source>
        <translation>组织的账号 ID（coze_account_id）；通常留空</translation>
    </message>
</context>
<context>
    <name>ConnectionAuthority</name>
    <message>
        <source>Trusted certificate authority</source>
        <translation>受信任的证书颁发机构</translation>
    </message>
    <message>
        <source>Trust a certificate authority of your own</source>
        <translation>信任自己的证书颁发机构</translation>
    </message>
    <message>
        <source>Trust it no more</source>
        <translation>不再信任</translation>
    </message>
    <message>
        <source>Choose the certificate of an authority</source>
        <translation>选择颁发机构的证书</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer *.der);;All files (*)</source>
        <translation>证书 (*.pem *.crt *.cer *.der);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Trusted for this connection alone: “%1”, good until %2.</source>
        <translation>仅对此连接信任：“%1”，有效期至 %2。</translation>
    </message>
    <message>
        <source>Choose a&amp;nother…</source>
        <translation>另选(&amp;N)…</translation>
    </message>
    <message>
        <source>Trust a certificate a&amp;uthority of your own…</source>
        <translation>信任自己的证书颁发机构(&amp;U)…</translation>
    </message>
</context>
<context>
    <name>ConnectionBadge</name>
    <message>
        <source>%1: starting</source>
        <translation>%1：正在启动</translation>
    </message>
    <message>
        <source>%1: connecting</source>
        <translation>%1：正在连接</translation>
    </message>
    <message>
        <source>%1: ready</source>
        <translation>%1：就绪</translation>
    </message>
    <message>
        <source>%1: not reachable</source>
        <translation>%1：无法连接</translation>
    </message>
    <message>
        <source>%1: keyring may be locked</source>
        <translation>%1：密钥环可能已锁定</translation>
    </message>
    <message>
        <source>%1: token not accepted</source>
        <translation>%1：令牌不被接受</translation>
    </message>
    <message>
        <source>%1: something else answers</source>
        <translation>%1：应答的不是该服务</translation>
    </message>
</context>
<context>
    <name>ConnectionEditor</name>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Name of the connection</source>
        <translation>连接的名称</translation>
    </message>
    <message>
        <source>S&amp;ign in with</source>
        <translation>登录方式(&amp;I)</translation>
    </message>
    <message>
        <source>Sign in with</source>
        <translation>登录方式</translation>
    </message>
    <message>
        <source>Personal access token</source>
        <translation>个人访问令牌</translation>
    </message>
    <message>
        <source>Service token</source>
        <translation>服务访问令牌</translation>
    </message>
    <message>
        <source>Device code</source>
        <translation>设备码</translation>
    </message>
    <message>
        <source>The connection is saved, but no keyring took its token. The token is kept until this application closes; after that you will have to enter it again.</source>
        <translation>连接已保存，但没有密钥环收下令牌。令牌只保留到本应用关闭，之后需要重新输入。</translation>
    </message>
    <message>
        <source>The keyring takes the token. It may ask for its password in a window of its own.</source>
        <translation>正在把令牌存入密钥环。它可能会另开窗口询问密码。</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>原因：%1</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>添加连接</translation>
    </message>
    <message>
        <source>Edit a connection</source>
        <translation>编辑连接</translation>
    </message>
</context>
<context>
    <name>ConnectionMenu</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>ConnectionName</name>
    <message>
        <source>Enter a name, so that you can tell this connection from the others.</source>
        <translation>请输入名称，以便与其他连接区分。</translation>
    </message>
    <message>
        <source>Another connection is called so. Enter a name of its own.</source>
        <translation>已有同名的连接。请另取名称。</translation>
    </message>
</context>
<context>
    <name>ConnectionReportView</name>
    <message>
        <source>Change the a&amp;ddress</source>
        <translation>更改地址(&amp;D)</translation>
    </message>
    <message>
        <source>What the token may do. A test only reads lists; of the rest, the first real call tells.</source>
        <translation>令牌的权限。测试只读取列表；其余的要到第一次真正调用时才知道。</translation>
    </message>
    <message>
        <source>Copy the log id</source>
        <translation>复制日志 ID</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>Answers in %1 ms</source>
        <translation>%1 毫秒内应答</translation>
    </message>
    <message>
        <source>Reachable</source>
        <translation>可以连接</translation>
    </message>
    <message>
        <source>Protection not checked</source>
        <translation>加密保护未检查</translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation>证书不受信任</translation>
    </message>
    <message>
        <source>Protected by TLS</source>
        <translation>由 TLS 加密保护</translation>
    </message>
    <message>
        <source>Stays on this computer</source>
        <translation>不离开这台电脑</translation>
    </message>
    <message>
        <source>In clear, as you agreed</source>
        <translation>明文传输，已经您同意</translation>
    </message>
    <message>
        <source>Token accepted</source>
        <translation>令牌被接受</translation>
    </message>
    <message>
        <source>Token refused</source>
        <translation>令牌被拒绝</translation>
    </message>
    <message>
        <source>Token not checked</source>
        <translation>令牌未检查</translation>
    </message>
    <message>
        <source>given</source>
        <comment>a permission</comment>
        <translation>已授予</translation>
    </message>
    <message>
        <source>missing</source>
        <comment>a permission</comment>
        <translation>缺少</translation>
    </message>
    <message>
        <source>not checked</source>
        <comment>a permission</comment>
        <translation>未检查</translation>
    </message>
    <message>
        <source>This token is good at %1: change the address there.</source>
        <translation>此令牌在 %1 有效：请改用那个地址。</translation>
    </message>
    <message>
        <source>It was tried at %1 too, and is not good there either.</source>
        <translation>也在 %1 试过，同样无效。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a permission: given, missing or not checked</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Test of “%1”</source>
        <translation>“%1”的测试</translation>
    </message>
    <message numerus="yes">
        <source>This test made %n call(s), none of them billed.</source>
        <translation>
            <numerusform>此次测试进行了 %n 次调用，均不计费。</numerusform>
        </translation>
    </message>
    <message>
        <source>Log id: %1</source>
        <translation>日志 ID：%1</translation>
    </message>
    <message>
        <source>Something else answers</source>
        <translation>应答的不是该服务</translation>
    </message>
</context>
<context>
    <name>ConnectionService</name>
    <message>
        <source>Coze in China</source>
        <translation>扣子中国站</translation>
    </message>
    <message>
        <source>Coze elsewhere</source>
        <translation>Coze 国际站</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name and number of a connection</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>ConnectionTestPane</name>
    <message>
        <source>The test is under way</source>
        <translation>测试正在进行</translation>
    </message>
    <message>
        <source>Cancel test</source>
        <translation>取消测试</translation>
    </message>
    <message>
        <source>Report of the test</source>
        <translation>测试报告</translation>
    </message>
    <message>
        <source>Testing “%1”…</source>
        <translation>正在测试“%1”…</translation>
    </message>
</context>
<context>
    <name>ConnectionToken</name>
    <message>
        <source>&amp;Token</source>
        <translation>令牌(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>更换(&amp;R)</translation>
    </message>
    <message>
        <source>Replace the token</source>
        <translation>更换令牌</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the token</source>
        <translation>显示令牌</translation>
    </message>
    <message>
        <source>&amp;Keep the old one</source>
        <translation>保留旧令牌(&amp;K)</translation>
    </message>
    <message>
        <source>Keep the old token</source>
        <translation>保留旧令牌</translation>
    </message>
    <message>
        <source>Make a token at Coze</source>
        <translation>在扣子创建令牌</translation>
    </message>
    <message>
        <source>How signing in works</source>
        <translation>登录方式说明</translation>
    </message>
    <message>
        <source>It e&amp;xpires after</source>
        <translation>到期日(&amp;X)</translation>
    </message>
    <message>
        <source>The token expires</source>
        <translation>令牌会到期</translation>
    </message>
    <message>
        <source>Last day of the token</source>
        <translation>令牌的最后一天</translation>
    </message>
    <message>
        <source>Enter the token. It was shown once, when it was made; make another one if you do not have it any more.</source>
        <translation>请输入令牌。它只在创建时显示一次；如已遗失，请另建一个。</translation>
    </message>
    <message>
        <source>A token is one word of plain letters, digits and signs, without spaces or line breaks. Copy it again, and nothing else.</source>
        <translation>令牌是由普通字母、数字和符号组成的一串字符，没有空格和换行。请重新复制，不要带其他内容。</translation>
    </message>
    <message>
        <source>This looks like a service token. If it is one, choose “Service token” above.</source>
        <translation>这看起来是服务访问令牌。如果是，请在上面选择“服务访问令牌”。</translation>
    </message>
    <message>
        <source>This looks like a personal access token. If it is one, choose “Personal access token” above.</source>
        <translation>这看起来是个人访问令牌。如果是，请在上面选择“个人访问令牌”。</translation>
    </message>
    <message>
        <source>Coze&apos;s tokens of this kind begin with %1. Check that this is the right one.</source>
        <translation>扣子的这类令牌以 %1 开头。请确认没有弄错。</translation>
    </message>
    <message>
        <source>A token is kept until the application closes.</source>
        <translation>令牌保留到本应用关闭为止。</translation>
    </message>
    <message>
        <source>A token is kept in the keyring.</source>
        <translation>令牌保存在密钥环中。</translation>
    </message>
    <message>
        <source>This day is past: the service will not accept the token any more.</source>
        <translation>这一天已过：服务不会再接受此令牌。</translation>
    </message>
    <message>
        <source>The service never tells when a token ends. Say it here, and you are warned in time.</source>
        <translation>服务从不告知令牌何时到期。在此填写，到期前会提醒您。</translation>
    </message>
    <message>
        <source>No token can be read now: the keyring may be locked. Unlock it, or enter the token again.</source>
        <translation>现在无法读取令牌：密钥环可能已锁定。请解锁，或重新输入令牌。</translation>
    </message>
</context>
<context>
    <name>ConnectionsDialog</name>
    <message>
        <source>The connection in use was given when the application was started. It is not saved, so it is not in this list.</source>
        <translation>当前使用的连接是启动本应用时指定的，没有保存，因此不在此列表中。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>添加(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>编辑(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>移除(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>Makes at most 3 calls, none of them billed</source>
        <translation>最多进行 3 次调用，均不计费</translation>
    </message>
    <message>
        <source>A test makes at most 3 calls, none of them billed.</source>
        <translation>测试最多进行 3 次调用，均不计费。</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>关闭(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>Remove “%1” from this list? Its token is removed from the keyring as well. Nothing in the cloud is deleted.</source>
        <translation>从列表中移除“%1”？它的令牌也会从密钥环中移除。云端的内容不会删除。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>“%1” is removed from this list, but the keyring did not answer: its token may still be there. Look for it in your desktop&apos;s keyring, or make it invalid where it was made.</source>
        <translation>“%1”已从列表中移除，但密钥环没有应答：它的令牌可能还在。请在桌面的密钥环中查找，或到创建它的地方将其作废。</translation>
    </message>
</context>
<context>
    <name>ConnectionsModel</name>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>token kept until closing only</source>
        <translation>令牌只保留到关闭</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已到期</translation>
    </message>
    <message>
        <source>expires today</source>
        <translation>今天到期</translation>
    </message>
    <message numerus="yes">
        <source>expires in %n day(s)</source>
        <translation>
            <numerusform>%n 天后到期</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2 billed)</source>
        <translation>%1（计费 %2）</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>不用网络</translation>
    </message>
    <message>
        <source>Nothing needed</source>
        <translation>无需登录</translation>
    </message>
    <message>
        <source>Personal access token</source>
        <translation>个人访问令牌</translation>
    </message>
    <message>
        <source>Service token</source>
        <translation>服务访问令牌</translation>
    </message>
    <message>
        <source>Device code</source>
        <translation>设备码</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between two states of a connection</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>登录方式</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Calls today</source>
        <translation>今天的调用</translation>
    </message>
    <message>
        <source>Calls in all</source>
        <translation>全部调用</translation>
    </message>
</context>
<context>
    <name>DetailsDialog</name>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>描述(&amp;D)</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Too long: %1 of %2 characters</source>
        <translation>太长：%1 / %2 个字符</translation>
    </message>
    <message>
        <source>%1 of %2 characters</source>
        <translation>%1 / %2 个字符</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>请填写名称。</translation>
    </message>
    <message>
        <source>This belongs to “%1”, which is not connected now. What you typed stays here and can be saved as soon as it is connected again.</source>
        <translation>这属于“%1”，而它现在没有连接。您输入的内容留在这里，重新连接后即可保存。</translation>
    </message>
    <message>
        <source>The connection was lost before an answer came: this may have been saved already. Look at the list before you save it again.</source>
        <translation>应答到来之前连接断开：这可能已经保存。请先查看列表，再决定是否重新保存。</translation>
    </message>
    <message>
        <source>This group has a voiceprint of this name already. Agents tell people apart by name.</source>
        <translation>这个组里已有同名的声纹。智能体靠名称区分不同的人。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
</context>
<context>
    <name>DraftsDialog</name>
    <message>
        <source>These recordings are on this computer only.</source>
        <translation>这些录音只保存在本机上。</translation>
    </message>
    <message>
        <source>Unsent recordings</source>
        <translation>未发送的录音</translation>
    </message>
    <message>
        <source>Plays the selected recording or stops it</source>
        <translation>播放或停止播放所选的录音</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Send…</source>
        <translation>发送(&amp;S)…</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Delete this recording of %1? It was never sent: nothing of it will be left.</source>
        <translation>删除这段 %1 的录音？它从未发送过：删除后将不留任何内容。</translation>
    </message>
    <message>
        <source>Delete the recording of “%1” (%2)? It was never sent: nothing of it will be left.</source>
        <translation>删除“%1”的录音（%2）？它从未发送过：删除后将不留任何内容。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>没有待发送的录音</translation>
    </message>
    <message>
        <source>Recordings that were not sent are kept here: after a failed upload, a closed window or a crash.</source>
        <translation>没有发送出去的录音会保存在这里：例如上传失败、窗口被关闭或程序崩溃之后。</translation>
    </message>
</context>
<context>
    <name>DraftsModel</name>
    <message>
        <source>(no name yet)</source>
        <translation>（尚未命名）</translation>
    </message>
    <message>
        <source>no group yet</source>
        <translation>尚未选组</translation>
    </message>
    <message>
        <source>New voiceprint in %1</source>
        <translation>“%1”中的新声纹</translation>
    </message>
    <message>
        <source>New recording for a voiceprint in %1</source>
        <translation>“%1”中某个声纹的新录音</translation>
    </message>
    <message>
        <source>To identify in %1</source>
        <translation>在“%1”中识别</translation>
    </message>
    <message>
        <source>recording…</source>
        <translation>正在录音…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>录制时间</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Recorded over</source>
        <translation>录音途径</translation>
    </message>
</context>
<context>
    <name>DropFrame</name>
    <message numerus="yes">
        <source>These are %n files. Drop one of them.</source>
        <translation>
            <numerusform>这是 %n 个文件。请只拖放其中一个。</numerusform>
        </translation>
    </message>
    <message>
        <source>This is an address, not a file. Download the sound first, then drop the file.</source>
        <translation>这是一个网址，不是文件。请先下载声音，再拖放该文件。</translation>
    </message>
    <message>
        <source>Drop to use this file as the recording</source>
        <translation>松开即可将此文件用作录音</translation>
    </message>
</context>
<context>
    <name>EnginePane</name>
    <message>
        <source>Eng&amp;ine</source>
        <translation>引擎(&amp;I)</translation>
    </message>
    <message>
        <source>Engine that tells voices apart</source>
        <translation>分辨声音的引擎</translation>
    </message>
    <message>
        <source>Choose a &amp;network…</source>
        <translation>选择网络(&amp;N)…</translation>
    </message>
    <message>
        <source>Be&amp;st that is there</source>
        <translation>现有的最好引擎(&amp;S)</translation>
    </message>
    <message>
        <source>A speaker network tells people apart much better than the built-in engine. “packaging/network” fetches one once; any ONNX file of WeSpeaker, 3D-Speaker or ReDimNet can be chosen too. Voiceprints are then computed anew from their recordings.</source>
        <translation>说话人网络分辨人的能力远胜内置引擎。“packaging/network”会一次性取来一个；也可以选择 WeSpeaker、3D-Speaker 或 ReDimNet 的任意 ONNX 文件。之后声纹会从录音重新计算。</translation>
    </message>
    <message>
        <source>Choose a speaker network</source>
        <translation>选择说话人网络</translation>
    </message>
    <message>
        <source>Networks (*.onnx)</source>
        <translation>网络 (*.onnx)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>EnrolDialog</name>
    <message>
        <source>The voiceprint keeps its name and description; its old recording will be lost.</source>
        <translation>声纹的名称和描述保持不变；原来的录音将会丢失。</translation>
    </message>
    <message>
        <source>&amp;Group:</source>
        <translation>声纹组(&amp;G)：</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>There is no connection yet.</source>
        <translation>尚未连接。</translation>
    </message>
    <message>
        <source>This recording is meant for “%1”, which is not connected now. It stays under Unsent recordings.</source>
        <translation>这段录音属于“%1”，目前没有连接到它。录音保留在“未发送的录音”中。</translation>
    </message>
    <message>
        <source>Choose a group.</source>
        <translation>请选择声纹组。</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>The recording of “%1” was replaced.</source>
        <translation>“%1”的录音已更换。</translation>
    </message>
    <message>
        <source>“%1” is enrolled.</source>
        <translation>“%1”已录入。</translation>
    </message>
    <message>
        <source>Kept under Unsent recordings.</source>
        <translation>已保留在“未发送的录音”中。</translation>
    </message>
    <message>
        <source>Replace a recording</source>
        <translation>更换录音</translation>
    </message>
    <message>
        <source>Enrol a voiceprint</source>
        <translation>录入声纹</translation>
    </message>
    <message>
        <source>New recording for “%1”</source>
        <translation>“%1”的新录音</translation>
    </message>
    <message>
        <source>New voiceprint</source>
        <translation>新声纹</translation>
    </message>
    <message>
        <source>New voiceprint in “%1”</source>
        <translation>“%1”中的新声纹</translation>
    </message>
    <message>
        <source>This group is full. Close this window, delete a voiceprint, then send the recording from Unsent recordings.</source>
        <translation>这个声纹组已满。请关闭此窗口，删除一个声纹，然后从“未发送的录音”中发送这段录音。</translation>
    </message>
    <message>
        <source>This group is full: nobody else can be enrolled in it.</source>
        <translation>此声纹组已满，无法再录入其他人。</translation>
    </message>
    <message>
        <source>This does not sound like the same person: listen to both recordings first.</source>
        <translation>听起来不像同一个人：请先听一听两段录音。</translation>
    </message>
    <message>
        <source>&amp;Replace the recording</source>
        <translation>替换录音(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Enrol</source>
        <translation>录入(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Enrol %1</source>
        <translation>录入“%1”(&amp;E)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>New voiceprint in “%1”, file %2 of %3</source>
        <translation>“%1”中的新声纹，第 %2 个文件，共 %3 个</translation>
    </message>
    <message>
        <source>Skip this file</source>
        <translation>跳过此文件</translation>
    </message>
    <message>
        <source>Goes on to the next file; a recording that was made of this one stays under Unsent recordings</source>
        <translation>转到下一个文件；已由此文件得到的录音仍保留在“未发送的录音”中</translation>
    </message>
</context>
<context>
    <name>EnrolUpload</name>
    <message>
        <source>Uploading…</source>
        <translation>正在上传…</translation>
    </message>
    <message>
        <source>Progress of the upload</source>
        <translation>上传进度</translation>
    </message>
    <message>
        <source>Cancel upload</source>
        <translation>取消上传</translation>
    </message>
</context>
<context>
    <name>EnrolledLine</name>
    <message>
        <source>“%1” is enrolled. Record the next person, or close this window.</source>
        <translation>“%1”已录入。可以录下一个人，或关闭此窗口。</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>the file is empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>%1 bytes are not a whole number of frames of %2 bytes</source>
        <translation>%1 字节不是 %2 字节一帧的整数倍</translation>
    </message>
    <message>
        <source>this is not a wav file</source>
        <translation>这不是 wav 文件</translation>
    </message>
    <message>
        <source>more than %1 MB of samples</source>
        <translation>样本超过 %1 MB</translation>
    </message>
    <message>
        <source>there is no sound in the file</source>
        <translation>文件中没有声音</translation>
    </message>
    <message>
        <source>cannot make the folder %1</source>
        <translation>无法创建文件夹 %1</translation>
    </message>
    <message>
        <source>larger than %1 bytes</source>
        <translation>大于 %1 字节</translation>
    </message>
    <message>
        <source>longer than %1 minutes</source>
        <translation>超过 %1 分钟</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <source>no loudspeaker was found</source>
        <translation>没有找到扬声器</translation>
    </message>
    <message>
        <source>the loudspeaker takes no such sound</source>
        <translation>扬声器不接受这种声音</translation>
    </message>
    <message>
        <source>the loudspeaker could not be opened</source>
        <translation>无法打开扬声器</translation>
    </message>
    <message>
        <source>the loudspeaker went away</source>
        <translation>扬声器已断开</translation>
    </message>
    <message>
        <source>the loudspeaker takes no sound</source>
        <translation>扬声器不接收声音</translation>
    </message>
    <message>
        <source>the loudspeaker did not answer</source>
        <translation>扬声器没有应答</translation>
    </message>
    <message>
        <source>the microphone did not answer</source>
        <translation>麦克风没有应答</translation>
    </message>
    <message>
        <source>no microphone was found</source>
        <translation>没有找到麦克风</translation>
    </message>
    <message>
        <source>the chosen microphone is not there any more</source>
        <translation>所选的麦克风已不在</translation>
    </message>
    <message>
        <source>the microphone offers no sound that can be read</source>
        <translation>麦克风没有可读取的声音</translation>
    </message>
    <message>
        <source>the connection to the sound service is being made again</source>
        <translation>正在重新连接声音服务</translation>
    </message>
    <message>
        <source>the microphone could not be opened (%1)</source>
        <translation>无法打开麦克风（%1）</translation>
    </message>
    <message>
        <source>the sound service (PulseAudio or PipeWire) is not running</source>
        <translation>声音服务（PulseAudio 或 PipeWire）没有运行</translation>
    </message>
    <message>
        <source>it has %1 Hz and %2 channels; %3 to %4 Hz are fit for voices</source>
        <translation>它是 %1 Hz、%2 声道；适合人声的是 %3 至 %4 Hz</translation>
    </message>
    <message>
        <source>it was written by a newer version (%1; this one knows %2)</source>
        <translation>它由更新的版本写入（%1；本版本只识别到 %2）</translation>
    </message>
    <message>
        <source>no “%1” in the answer</source>
        <translation>应答中没有“%1”</translation>
    </message>
    <message>
        <source>the keyring holds no token under this name, or is locked</source>
        <translation>密钥环中没有此名称的令牌，或密钥环已锁定</translation>
    </message>
    <message>
        <source>the keyring is locked</source>
        <translation>密钥环已锁定</translation>
    </message>
    <message>
        <source>the keyring refused</source>
        <translation>密钥环拒绝了</translation>
    </message>
    <message>
        <source>the keyring did not answer in time</source>
        <translation>密钥环没有及时应答</translation>
    </message>
    <message>
        <source>no keyring answers</source>
        <translation>没有密钥环应答</translation>
    </message>
    <message>
        <source>the service has no valid web address</source>
        <translation>服务没有有效的网址</translation>
    </message>
    <message>
        <source>redirected to another place (%1)</source>
        <translation>被重定向到别处（%1）</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>the system did not say in time which proxy to use</source>
        <translation>系统没有及时告知使用哪个代理</translation>
    </message>
    <message>
        <source>%1; through the proxy %2</source>
        <translation>%1；经由代理 %2</translation>
    </message>
    <message>
        <source>this computer slept meanwhile</source>
        <translation>这台电脑其间进入了睡眠</translation>
    </message>
    <message>
        <source>an answer of more than %1 bytes</source>
        <translation>应答超过 %1 字节</translation>
    </message>
    <message>
        <source>no byte came for too long</source>
        <translation>太久没有收到数据</translation>
    </message>
    <message>
        <source>no connection in time</source>
        <translation>未能及时建立连接</translation>
    </message>
    <message>
        <source>the upload took too long</source>
        <translation>上传用时过长</translation>
    </message>
    <message>
        <source>the connection closed before an answer came; nothing was sent again</source>
        <translation>应答到来之前连接关闭；没有重新发送</translation>
    </message>
    <message>
        <source>there is no certificate in it</source>
        <translation>其中没有证书</translation>
    </message>
    <message>
        <source>“%1” is the certificate of a server, not of an authority</source>
        <translation>“%1”是服务器的证书，不是颁发机构的证书</translation>
    </message>
    <message>
        <source>the authority “%1” has expired on %2</source>
        <translation>颁发机构“%1”已于 %2 到期</translation>
    </message>
    <message>
        <source>at %1 the token would travel unprotected; use an address with https</source>
        <translation>%1 处的令牌会在没有保护的情况下传输；请使用 https 地址</translation>
    </message>
    <message>
        <source>this is not the web address of a service</source>
        <translation>这不是服务的网址</translation>
    </message>
    <message>
        <source>signing in was declined on the service&apos;s page</source>
        <translation>在服务的页面上拒绝了登录</translation>
    </message>
    <message>
        <source>the code has run out; begin again to get a new one</source>
        <translation>设备码已过期；请重新开始以获取新码</translation>
    </message>
    <message>
        <source>the service does not know the client ID, or it is not one for signing in by a code</source>
        <translation>服务不认识此客户端 ID，或它不用于设备码登录</translation>
    </message>
    <message>
        <source>The sign-in has run out or was withdrawn. Sign in to this connection again</source>
        <translation>登录已过期或被撤销。请重新登录此连接</translation>
    </message>
    <message>
        <source>not a web address</source>
        <translation>不是网址</translation>
    </message>
    <message>
        <source>an address with a user name in it is not fetched</source>
        <translation>不读取含用户名的地址</translation>
    </message>
    <message>
        <source>an address of the kind &quot;%1:&quot; is not fetched</source>
        <translation>不读取“%1:”类的地址</translation>
    </message>
    <message>
        <source>an unprotected address of another host (%1) is not fetched</source>
        <translation>不读取其他主机未加密的地址（%1）</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>not a JSON object: %1</source>
        <translation>不是 JSON 对象：%1</translation>
    </message>
    <message>
        <source>no code in the answer</source>
        <translation>应答中没有错误码</translation>
    </message>
    <message>
        <source>the file is damaged: %1</source>
        <translation>文件已损坏：%1</translation>
    </message>
    <message>
        <source>%1 exists already</source>
        <translation>%1 已存在</translation>
    </message>
    <message>
        <source>cannot replace %1</source>
        <translation>无法替换 %1</translation>
    </message>
    <message>
        <source>; it serves at %1</source>
        <translation>；它的服务地址是 %1</translation>
    </message>
    <message>
        <source>another server is using the data directory %1</source>
        <translation>另一个服务器正在使用数据文件夹 %1</translation>
    </message>
    <message>
        <source>“This computer” is just starting</source>
        <translation>“本机”正在启动</translation>
    </message>
    <message>
        <source>reading it was cancelled</source>
        <translation>读取已取消</translation>
    </message>
    <message>
        <source>the microphone went away</source>
        <translation>麦克风已断开</translation>
    </message>
    <message>
        <source>the kept recording of “%1”: %2</source>
        <translation>“%1”的保留录音：%2</translation>
    </message>
    <message>
        <source>the connections could not be written to %1; what was changed holds until the application is closed</source>
        <translation>无法将连接写入 %1；更改只保留到应用关闭为止</translation>
    </message>
    <message numerus="yes">
        <source>of %n kept recording(s) in %1 nothing is known any more; they stay there</source>
        <translation>
            <numerusform>%1 中有 %n 段保存的录音已无任何记载；它们会留在原处</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; it was still there when the list was read</source>
        <translation>%1；读取列表时它还在</translation>
    </message>
    <message>
        <source>what was sent is larger than the service, or a proxy on the way to it, takes (HTTP 413)</source>
        <translation>发送的内容超过了服务或途中代理所能接受的大小（HTTP 413）</translation>
    </message>
    <message>
        <source>not the service itself answered, but a gateway on the way to it (HTTP %1)</source>
        <translation>应答的不是服务本身，而是途中的网关（HTTP %1）</translation>
    </message>
    <message>
        <source>the answer is empty</source>
        <translation>应答是空的</translation>
    </message>
    <message>
        <source>a web page came instead of an answer</source>
        <translation>收到的是网页，而不是应答</translation>
    </message>
    <message>
        <source>The renewed sign-in of “%1” could not be kept: %2. It holds until the application is closed. Unlock the keyring of your desktop, and it is kept within a minute; else you will have to sign in again.</source>
        <translation>“%1”更新后的登录信息未能保存：%2。它只保留到应用关闭为止。请解锁桌面的密钥环，一分钟内就会保存；否则需要重新登录。</translation>
    </message>
    <message>
        <source>%1 holds something else (%2) and no data of Voiceprint Studio: name an empty folder, or a new one</source>
        <translation>%1 中有其他内容（%2），而没有 Voiceprint Studio 的数据：请指定一个空文件夹或新文件夹</translation>
    </message>
    <message>
        <source>this is not a database of Voiceprint Studio</source>
        <translation>这不是 Voiceprint Studio 的数据库</translation>
    </message>
    <message>
        <source>the database is damaged: %1</source>
        <translation>数据库已损坏：%1</translation>
    </message>
    <message>
        <source>it says that its version is %1</source>
        <translation>它自称版本为 %1</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>缺少 %1</translation>
    </message>
    <message>
        <source>%1 is not as it should be</source>
        <translation>%1 与应有的不符</translation>
    </message>
    <message>
        <source>%1 does not belong there</source>
        <translation>%1 不属于此处</translation>
    </message>
    <message>
        <source>%1 belongs to nothing that is there</source>
        <translation>%1 不属于任何现有内容</translation>
    </message>
    <message>
        <source>it is damaged: %1</source>
        <translation>它已损坏：%1</translation>
    </message>
    <message>
        <source>the data folder was moved, removed or taken over by another server: nothing is kept any more</source>
        <translation>数据文件夹已被移动、删除或被另一个服务器占用：不再保存任何内容</translation>
    </message>
    <message>
        <source>there is no sound track in it</source>
        <translation>其中没有音轨</translation>
    </message>
    <message>
        <source>it is no sound file that is known here, or it is damaged; if it holds raw samples, give it a name that ends in .pcm</source>
        <translation>它不是此处认识的声音文件，或者已损坏；如果它是原始采样数据，请把文件名改为以 .pcm 结尾</translation>
    </message>
    <message>
        <source>this is %1, not sound: the download brought the page instead of the file; download it again, signed in if need be</source>
        <translation>这是%1，不是声音：下载到的是网页而不是文件；请重新下载，必要时先登录</translation>
    </message>
    <message>
        <source>this is %1: it only says where sound is; choose the sound file itself</source>
        <translation>这是%1：它只说明声音在哪里；请选择声音文件本身</translation>
    </message>
    <message>
        <source>this is %1: it holds notes for instruments and no voice</source>
        <translation>这是%1：其中只有乐器的音符，没有人声</translation>
    </message>
    <message>
        <source>this is %1, not sound: unpack it and choose a sound file in it</source>
        <translation>这是%1，不是声音：请先解压，再选择其中的声音文件</translation>
    </message>
    <message>
        <source>this is %1, not sound; choose a sound file or a video</source>
        <translation>这是%1，不是声音；请选择声音文件或视频</translation>
    </message>
    <message>
        <source>this is %1, but there is no sound track in it that can be read</source>
        <translation>这是%1，但其中没有可以读取的音轨</translation>
    </message>
    <message>
        <source>this is %1, but it is damaged or incomplete: nothing in it can be heard; copy or download it again</source>
        <translation>这是%1，但已损坏或不完整：其中听不到任何声音；请重新复制或下载</translation>
    </message>
    <message>
        <source>its sound is protected against copying; record the voice anew, or choose another file</source>
        <translation>其声音受到复制保护；请重新录音，或选择其他文件</translation>
    </message>
    <message>
        <source>its sound is coded as %1, which cannot be decoded here; convert it to wav or mp3 first</source>
        <translation>其声音的编码为 %1，此处无法解码；请先转换为 wav 或 mp3</translation>
    </message>
    <message>
        <source>to read a file of this kind the Debian package %1 must be installed</source>
        <translation>要读取这种文件，必须安装 Debian 软件包 %1</translation>
    </message>
    <message>
        <source>this is a folder; choose a file in it</source>
        <translation>这是一个文件夹；请选择其中的文件</translation>
    </message>
    <message>
        <source>this is a device or a pipe, not a file; save its sound into a file first</source>
        <translation>这是设备或管道，不是文件；请先把它的声音保存为文件</translation>
    </message>
    <message>
        <source>its name is not written in UTF-8, so that it cannot be opened; rename the file first</source>
        <translation>其文件名不是 UTF-8 编码，因此无法打开；请先重命名该文件</translation>
    </message>
    <message>
        <source>it may not be read (%1); ask its owner for the right to read it</source>
        <translation>无权读取（%1）；请向其所有者申请读取权限</translation>
    </message>
    <message>
        <source>an answer without an end: the connection was cut</source>
        <translation>应答没有尽头：连接已被切断</translation>
    </message>
    <message>
        <source>a list of more than %1 entries came</source>
        <translation>收到的列表超过 %1 项</translation>
    </message>
    <message>
        <source>the answer took too long</source>
        <translation>应答用时过长</translation>
    </message>
    <message>
        <source>the folder cannot lock files, as is usual on network drives: %1. Choose one on a disk of this computer with --data-dir</source>
        <translation>该文件夹无法锁定文件（网络驱动器常常如此）：%1。请用 --data-dir 选择本机磁盘上的文件夹</translation>
    </message>
    <message>
        <source>the sound is at another port of %1 and unprotected: this connection agrees to http at its own address alone (%2). Let the service name https, or the same port</source>
        <translation>该声音位于 %1 的另一个端口且未加密：此连接只允许对自己的地址（%2）使用 http。请让服务给出 https 地址或同一端口</translation>
    </message>
    <message>
        <source>the answer is packed with gzip, and does not say so</source>
        <translation>应答是用 gzip 压缩的，却没有注明</translation>
    </message>
    <message>
        <source>a packed answer that cannot be unpacked</source>
        <translation>应答经过压缩，却无法解压</translation>
    </message>
    <message numerus="yes">
        <source>%n test(s) of the history are damaged and left out</source>
        <translation>
            <numerusform>历史中有 %n 次测试已损坏，未列出</numerusform>
        </translation>
    </message>
    <message>
        <source>the data folder, or a file in it, was moved or removed meanwhile</source>
        <translation>数据文件夹或其中的文件已被移动或删除</translation>
    </message>
    <message>
        <source>(damaged) %1</source>
        <translation>（已损坏）%1</translation>
    </message>
    <message>
        <source>%1 (the recordings themselves are there, without what was noted of them)</source>
        <translation>%1（录音本身仍在，但没有关于它们的记录）</translation>
    </message>
    <message>
        <source>some tests of the history have vanished from studio.db</source>
        <translation>studio.db 中有一些历史测试丢失</translation>
    </message>
    <message>
        <source>the notes on the unsent recordings</source>
        <translation>未发送录音的记录</translation>
    </message>
    <message>
        <source>the notes on the kept recordings</source>
        <translation>保留录音的记录</translation>
    </message>
    <message>
        <source>the notes of who consented</source>
        <translation>同意记录</translation>
    </message>
    <message>
        <source>the counts of calls</source>
        <translation>调用次数</translation>
    </message>
    <message>
        <source>the groups of the tests that were made</source>
        <translation>所做测试的声纹组</translation>
    </message>
    <message>
        <source>the tests that were made</source>
        <translation>所做的测试</translation>
    </message>
    <message>
        <source>in %1 that of “%2” is not as it was written</source>
        <translation>%1中“%2”的条目与写入时不一致</translation>
    </message>
    <message>
        <source>of %1 some are missing</source>
        <translation>%1中有条目丢失</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>%1: %2.</source>
        <comment>what went wrong: why</comment>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>The service received no audio.</source>
        <translation>服务没有收到音频。</translation>
    </message>
    <message>
        <source>The audio file is too large for the service.</source>
        <translation>音频文件太大，服务无法接收。</translation>
    </message>
    <message>
        <source>The service cannot use this audio.</source>
        <translation>服务无法使用这段音频。</translation>
    </message>
    <message>
        <source>The service could not use this recording.</source>
        <translation>服务无法使用这段录音。</translation>
    </message>
    <message>
        <source>The service&apos;s content check did not let this pass.</source>
        <translation>内容没有通过服务的审核。</translation>
    </message>
    <message>
        <source>The service found sensitive words in this text.</source>
        <translation>服务在文字中发现了敏感词。</translation>
    </message>
    <message>
        <source>The service did not accept this.</source>
        <translation>服务没有接受这个请求。</translation>
    </message>
    <message>
        <source>Record again or choose another file.</source>
        <translation>请重新录音，或选择另一个文件。</translation>
    </message>
    <message>
        <source>Send at most 125 seconds of speech (4 MB).</source>
        <translation>最多发送 125 秒语音（4 MB）。</translation>
    </message>
    <message>
        <source>Choose a recording of one person&apos;s speech, for example a wav file.</source>
        <translation>请选择一个人讲话的录音，例如 wav 文件。</translation>
    </message>
    <message>
        <source>Record one person speaking clearly for some ten seconds in a quiet room, or choose another file.</source>
        <translation>请在安静的房间里录一个人清楚讲话约十秒，或选择另一个文件。</translation>
    </message>
    <message>
        <source>Change the name or the description, then try again.</source>
        <translation>请修改名称或描述后重试。</translation>
    </message>
    <message>
        <source>Check what was entered, then try again.</source>
        <translation>请检查输入的内容后重试。</translation>
    </message>
    <message>
        <source>The service cannot be reached.</source>
        <translation>无法连接到服务。</translation>
    </message>
    <message>
        <source>The service did not answer in time.</source>
        <translation>服务没有及时应答。</translation>
    </message>
    <message>
        <source>The service could not prove who it is, so nothing was sent to it.</source>
        <translation>无法确认服务的身份，因此没有向它发送任何内容。</translation>
    </message>
    <message>
        <source>The service did not accept the access token.</source>
        <translation>服务没有接受访问令牌。</translation>
    </message>
    <message>
        <source>The access token does not allow this.</source>
        <translation>访问令牌没有执行此操作的权限。</translation>
    </message>
    <message>
        <source>This does not exist any more.</source>
        <translation>该项已不存在。</translation>
    </message>
    <message>
        <source>The service is busy.</source>
        <translation>服务繁忙。</translation>
    </message>
    <message>
        <source>The account has no balance left for this.</source>
        <translation>账户余额不足。</translation>
    </message>
    <message>
        <source>Today&apos;s allowance of calls is used up.</source>
        <translation>今天的调用额度已用完。</translation>
    </message>
    <message>
        <source>A limit of the service is reached.</source>
        <translation>已达到服务的上限。</translation>
    </message>
    <message>
        <source>The answer of the service could not be understood.</source>
        <translation>无法理解服务的应答。</translation>
    </message>
    <message>
        <source>This file cannot be used.</source>
        <translation>无法使用这个文件。</translation>
    </message>
    <message>
        <source>This computer could not keep the data.</source>
        <translation>本机无法保存数据。</translation>
    </message>
    <message>
        <source>The sound device does not work.</source>
        <translation>声音设备无法工作。</translation>
    </message>
    <message>
        <source>Check the network and the address of the service, then try again.</source>
        <translation>请检查网络和服务地址后重试。</translation>
    </message>
    <message>
        <source>Try again; if this happens often, check the network.</source>
        <translation>请重试；如果经常发生，请检查网络。</translation>
    </message>
    <message>
        <source>It may have been deleted elsewhere: refresh the list.</source>
        <translation>它可能已在别处被删除：请刷新列表。</translation>
    </message>
    <message>
        <source>Wait a moment, then try again.</source>
        <translation>请稍候再试。</translation>
    </message>
    <message>
        <source>Top up the account in Coze, then try again.</source>
        <translation>请在扣子中充值后重试。</translation>
    </message>
    <message>
        <source>Try again tomorrow, or raise the allowance in Coze.</source>
        <translation>请明天再试，或在扣子中提高额度。</translation>
    </message>
    <message>
        <source>Delete what is no longer needed, then try again.</source>
        <translation>请删除不再需要的内容后重试。</translation>
    </message>
    <message>
        <source>Check that the address belongs to the service; its support can tell more by the log id.</source>
        <translation>请确认地址属于该服务；其技术支持可凭日志 ID 提供更多信息。</translation>
    </message>
    <message>
        <source>Choose another file. Nothing was sent.</source>
        <translation>请选择另一个文件。没有发送任何内容。</translation>
    </message>
    <message>
        <source>Check the free space and the rights of the data folder, then try again.</source>
        <translation>请检查数据文件夹的剩余空间和权限后重试。</translation>
    </message>
    <message>
        <source>Check that it is connected and that the sound service runs, then try again.</source>
        <translation>请确认设备已连接、声音服务正在运行，然后重试。</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>代码：%1</translation>
    </message>
    <message>
        <source>Log id: %1</source>
        <translation>日志 ID：%1</translation>
    </message>
    <message>
        <source>Message: %1</source>
        <translation>消息：%1</translation>
    </message>
    <message>
        <source>The service named an address that is not safe to open.</source>
        <translation>服务给出的地址不安全，不能打开。</translation>
    </message>
    <message>
        <source>Nothing was fetched. Tell those who run the service.</source>
        <translation>没有读取任何内容。请告知该服务的运营者。</translation>
    </message>
    <message>
        <source>The access token lacks the permission “%1”.</source>
        <translation>访问令牌缺少权限“%1”。</translation>
    </message>
    <message>
        <source>The access token of this connection cannot be read: the keyring may be locked.</source>
        <translation>无法读取此连接的访问令牌：密钥环可能已锁定。</translation>
    </message>
    <message>
        <source>All was sent, so the service may have done it: look at the list before you try again.</source>
        <translation>内容已全部发送，服务可能已经完成：请先查看列表再重试。</translation>
    </message>
    <message>
        <source>Check this computer&apos;s date and the address of the service. A certificate authority of your own can be added to the connection.</source>
        <translation>请检查这台电脑的日期和服务的地址。可以为连接添加自己的证书颁发机构。</translation>
    </message>
    <message>
        <source>It may have expired, or belong to the other Coze: a token of api.coze.cn is not valid at api.coze.com, nor the other way round. Testing the connection tells.</source>
        <translation>令牌可能已到期，或属于另一个站点：api.coze.cn 的令牌在 api.coze.com 无效，反之亦然。测试连接即可知道。</translation>
    </message>
    <message>
        <source>Give the token the permission in Coze, or use one that has it. Only its creator can change or delete a group or a voiceprint. A token of the other Coze is refused like this too: testing the connection tells.</source>
        <translation>请在扣子中为令牌添加此权限，或使用具有此权限的令牌。只有创建者可以更改或删除声纹组或声纹。另一站点的令牌也会这样被拒绝：测试连接即可知道。</translation>
    </message>
    <message>
        <source>Unlock the keyring of your desktop, then try again; or enter the token again in the connection.</source>
        <translation>请解锁桌面的密钥环后重试；或在连接中重新输入令牌。</translation>
    </message>
    <message>
        <source>Send a shorter recording.</source>
        <translation>请发送较短的录音。</translation>
    </message>
    <message>
        <source>The service is not available just now.</source>
        <translation>服务暂时不可用。</translation>
    </message>
    <message>
        <source>What this computer keeps is damaged.</source>
        <translation>本机保存的内容已损坏。</translation>
    </message>
    <message>
        <source>Delete what is named, or restore a backup in the settings. A file that is no database of Voiceprint Studio must be moved away.</source>
        <translation>请删除所指出的条目，或在设置中恢复备份。不是 Voiceprint Studio 数据库的文件必须移走。</translation>
    </message>
    <message>
        <source>This plan of Coze does not include the cloning of voices.</source>
        <translation>当前的扣子套餐不包含音色复刻。</translation>
    </message>
    <message>
        <source>It takes a team or enterprise plan of Coze.</source>
        <translation>需要扣子的团队版或企业版。</translation>
    </message>
    <message>
        <source>Coze has blocked the calls that come from here.</source>
        <translation>扣子拦截了来自此处的调用。</translation>
    </message>
    <message>
        <source>Try again later or from another network. Coze&apos;s support can tell more by the log id.</source>
        <translation>请稍后重试，或换一个网络。扣子的支持人员可凭日志 ID 查明原因。</translation>
    </message>
    <message>
        <source>Coze does not serve the region that this call came from.</source>
        <translation>扣子不对发起这次调用的地区提供服务。</translation>
    </message>
    <message>
        <source>Use the other Coze (api.coze.cn or api.coze.com) with a token of its own, or another network.</source>
        <translation>请改用另一个扣子（api.coze.cn 或 api.coze.com）及其令牌，或换一个网络。</translation>
    </message>
    <message>
        <source>A limit of this plan of Coze is reached.</source>
        <translation>已达到当前扣子套餐的限额。</translation>
    </message>
    <message>
        <source>Wait until Coze counts anew, or choose a larger plan there.</source>
        <translation>请等待扣子重新计数，或在扣子中选择更高的套餐。</translation>
    </message>
    <message>
        <source>The pack of voice clonings is used up.</source>
        <translation>音色复刻包已用完。</translation>
    </message>
    <message>
        <source>Buy another one in Coze, then try again.</source>
        <translation>请在扣子中再次购买，然后重试。</translation>
    </message>
    <message>
        <source>Open a web browser and sign in to this network there, then try again. If no such page comes, check the address of the service.</source>
        <translation>请打开浏览器登录此网络，然后重试。如果没有出现登录页面，请检查服务的地址。</translation>
    </message>
    <message>
        <source>Ask those who run the network to let calls to the service pass, or use another network. Nothing is wrong with the recording or with what was entered.</source>
        <translation>请联系网络管理员放行对该服务的调用，或换一个网络。录音和填写的内容没有问题。</translation>
    </message>
    <message>
        <source>No computer with the name “%1” can be found.</source>
        <translation>找不到名为“%1”的计算机。</translation>
    </message>
    <message>
        <source>The name of the service cannot be found.</source>
        <translation>找不到服务的名称。</translation>
    </message>
    <message>
        <source>Look for a slip in the address of the service. If other addresses do not open either, check the network connection.</source>
        <translation>请检查服务的地址是否写错。如果其他地址也打不开，请检查网络连接。</translation>
    </message>
    <message>
        <source>The proxy %1 cannot be reached.</source>
        <translation>无法连接代理 %1。</translation>
    </message>
    <message>
        <source>The proxy cannot be reached.</source>
        <translation>无法连接代理。</translation>
    </message>
    <message>
        <source>Check the proxy in the network settings of this computer, or ask those who run the network.</source>
        <translation>请检查本机网络设置中的代理，或询问网络管理员。</translation>
    </message>
    <message>
        <source>The proxy %1 wants a user name and a password.</source>
        <translation>代理 %1 需要用户名和密码。</translation>
    </message>
    <message>
        <source>A proxy wants a user name and a password.</source>
        <translation>代理需要用户名和密码。</translation>
    </message>
    <message>
        <source>Put the right ones into the proxy&apos;s address in the network settings (http://NAME:PASSWORD@HOST:PORT), then start the application again.</source>
        <translation>请在网络设置的代理地址中填入正确的用户名和密码（http://NAME:PASSWORD@HOST:PORT），然后重新启动本应用。</translation>
    </message>
    <message>
        <source>The proxy %1 did not let this call through to the service.</source>
        <translation>代理 %1 没有让这次调用到达服务。</translation>
    </message>
    <message>
        <source>A proxy did not let this call through to the service.</source>
        <translation>代理没有让这次调用到达服务。</translation>
    </message>
    <message>
        <source>A firewall or filter on the way to the service stopped this call.</source>
        <translation>通往服务途中的防火墙或过滤器拦下了这次调用。</translation>
    </message>
    <message>
        <source>Instead of an answer this call was led to %1, as the sign-in page of a network does.</source>
        <translation>这次调用没有得到应答，而是被引到了 %1，像是网络的登录页面。</translation>
    </message>
    <message>
        <source>A sign-in page answered instead of the service.</source>
        <translation>应答的是登录页面，而不是服务。</translation>
    </message>
    <message>
        <source>What is kept as the access token of this connection cannot be a token.</source>
        <translation>此连接所保存的访问令牌不可能是令牌。</translation>
    </message>
    <message>
        <source>Nothing was sent. Enter the token again in the connection: one word of plain letters, digits and signs.</source>
        <translation>没有发送任何内容。请在此连接中重新输入令牌：由普通字母、数字和符号组成的一个词。</translation>
    </message>
    <message>
        <source>The service is at another address now: %1.</source>
        <translation>该服务已移到另一个地址：%1。</translation>
    </message>
    <message>
        <source>The service is at another address now.</source>
        <translation>该服务已移到另一个地址。</translation>
    </message>
    <message>
        <source>Enter that address in the connection, if you trust it.</source>
        <translation>如果信任该地址，请把它填入此连接。</translation>
    </message>
    <message>
        <source>It may be the access token, which is not accepted or lacks a permission, or the network: a proxy, a firewall or a sign-in page. Check both: test the connection, and open the address in a web browser.</source>
        <translation>可能是访问令牌不被接受或缺少权限，也可能是网络的原因：代理、防火墙或登录页面。请两者都检查：测试此连接，并在浏览器中打开该地址。</translation>
    </message>
    <message>
        <source>Check the address of the service in the connection. If it is right, something in the network answers in its place.</source>
        <translation>请检查此连接中服务的地址。如果地址没有错，则是网络中的其他东西代为应答。</translation>
    </message>
    <message>
        <source>The place that keeps this sound did not hand it out.</source>
        <translation>保存这段声音的存储没有交出它。</translation>
    </message>
    <message>
        <source>The link to it may have run out: refresh the list, then play it again.</source>
        <translation>它的链接可能已过期：请刷新列表，然后再次播放。</translation>
    </message>
    <message>
        <source>The link to this sound has run out.</source>
        <translation>这段声音的链接已过期。</translation>
    </message>
    <message>
        <source>Refresh the list, which brings a new link, then play it again.</source>
        <translation>请刷新列表以取得新链接，然后再次播放。</translation>
    </message>
    <message>
        <source>The service sent no sound.</source>
        <translation>服务发来的不是声音。</translation>
    </message>
    <message>
        <source>What came in its place cannot be played. Refresh the list, then try again; if this stays so, tell those who run the service.</source>
        <translation>收到的内容无法播放。请刷新列表后重试；如果仍然如此，请告知服务的管理者。</translation>
    </message>
    <message>
        <source>A web page answered instead of the service (HTTP %1).</source>
        <translation>应答的是一个网页，而不是服务（HTTP %1）。</translation>
    </message>
    <message>
        <source>This call was refused, but not in the service&apos;s own words (HTTP %1).</source>
        <translation>这次调用被拒绝，但拒绝的话不是服务自己说的（HTTP %1）。</translation>
    </message>
    <message>
        <source>The service, or something on the way to it, failed (HTTP %1).</source>
        <translation>服务或通往它的途中出了故障（HTTP %1）。</translation>
    </message>
    <message>
        <source>Try again later. If it stays like this, tell those who run the service.</source>
        <translation>请稍后重试。如果仍然如此，请告知服务的管理者。</translation>
    </message>
    <message>
        <source>What answered does not speak as the service does (HTTP %1).</source>
        <translation>应答的方式不是该服务的方式（HTTP %1）。</translation>
    </message>
    <message>
        <source>The data cannot be kept safely in this folder.</source>
        <translation>数据无法安全地保存在此文件夹中。</translation>
    </message>
    <message>
        <source>Start the application with --data-dir and a folder on a disk of this computer.</source>
        <translation>请用 --data-dir 指定本机磁盘上的文件夹，再启动本应用。</translation>
    </message>
    <message>
        <source>The data folder was moved or removed while the application is running: nothing is kept there any more.</source>
        <translation>应用运行期间，数据文件夹被移动或删除：不再在那里保存任何内容。</translation>
    </message>
    <message>
        <source>Put it back where it was; or start the application again, which makes a new one. What is recorded until then is kept as an unsent recording.</source>
        <translation>请把它放回原处；或重新启动应用，应用会新建一个。在此之前录制的内容会保留为未发送的录音。</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>A score is no number: nothing can be suggested.</source>
        <translation>有得分不是数字：无法给出建议。</translation>
    </message>
    <message>
        <source>Strangers get in with at most %1 (95 %)</source>
        <translation>陌生人误放行不超过 %1（置信度 95 %）</translation>
    </message>
    <message>
        <source>Equal error</source>
        <translation>等错误率</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a goal and what is to be said of it</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 of %2 clips of the group are then missed (%3 to %4)</source>
        <translation>此时组内 %2 段录音中漏认 %1 段（%3 至 %4）</translation>
    </message>
    <message>
        <source>no clip of the group was tested yet</source>
        <translation>尚未测试组内人员的录音</translation>
    </message>
    <message>
        <source>not enough data: %1 clips of different strangers are needed for %2, you have %3.</source>
        <translation>数据不足：要达到 %2，需要 %1 段不同陌生人的录音，现有 %3 段。</translation>
    </message>
    <message>
        <source>not enough data: %1 clips of strangers are needed, you have %2.</source>
        <translation>数据不足：需要 %1 段陌生人的录音，现有 %2 段。</translation>
    </message>
    <message>
        <source>not enough data: the clips are of %1 strangers, and %2 different ones are needed. More clips of the same people do not tell more about others.</source>
        <translation>数据不足：这些录音来自 %1 位陌生人，而需要 %2 位不同的陌生人。同一个人的更多录音并不能说明其他人的情况。</translation>
    </message>
    <message>
        <source>not enough data: %1 clips of people of the group are needed, you have %2.</source>
        <translation>数据不足：需要 %1 段组内人员的录音，现有 %2 段。</translation>
    </message>
    <message>
        <source>no threshold keeps them out: strangers score up to 100.</source>
        <translation>没有阈值能拒绝他们：陌生人的得分高达 100。</translation>
    </message>
    <message>
        <source>strangers and people of the group score alike: at %1, %2. Enrol the group again, with longer and quieter recordings.</source>
        <translation>陌生人与组内人员的得分相近：阈值为 %1 时，%2。请用更长、更安静的录音重新录入。</translation>
    </message>
    <message>
        <source>threshold %1. Of the %2 strangers that were tested %3 got in; %4.</source>
        <translation>阈值 %1。测试过的 %2 位陌生人中有 %3 位被放行；%4。</translation>
    </message>
    <message>
        <source>threshold %1 (%2 to %3), equal error rate between %4 and %5, interpolated; %6.</source>
        <translation>阈值 %1（%2 至 %3），等错误率（插值）在 %4 与 %5 之间；%6。</translation>
    </message>
    <message>
        <source>%1 and %2 overlap: enrol them again, because %3 of their %4 clips score at least as high with the other&apos;s voiceprint, and no threshold mends that.</source>
        <translation>%1 与 %2 重叠：请重新录入，因为两人的 %4 段录音中有 %3 段与对方声纹的得分同样高或更高，任何阈值都无法弥补。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a person and their own threshold</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>EvidencePage</name>
    <message>
        <source>Whose tests</source>
        <translation>谁的测试</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Suggested threshold</source>
        <translation>建议的阈值</translation>
    </message>
    <message>
        <source>Strangers at &amp;most:</source>
        <translation>陌生人最多(&amp;M)：</translation>
    </message>
    <message>
        <source>How many strangers may get in</source>
        <translation>可以误放行多少陌生人</translation>
    </message>
    <message>
        <source>The numbers</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>The numbers of the picture</source>
        <translation>图中的数据</translation>
    </message>
    <message>
        <source>The picture and its numbers are in the clipboard.</source>
        <translation>图片及其数据已复制到剪贴板。</translation>
    </message>
    <message numerus="yes">
        <source>%1 – %n test(s)</source>
        <comment>a set of tests</comment>
        <translation>
            <numerusform>%1 – %n 次测试</numerusform>
        </translation>
    </message>
    <message>
        <source>No evidence yet</source>
        <translation>还没有依据</translation>
    </message>
    <message>
        <source>Make some tests, with people of the group and with strangers, then say on the page History who it really was. Here you then see which threshold keeps strangers out.</source>
        <translation>请先让组内人员和陌生人做一些测试，再到“历史”页说明实际是谁。然后在这里就能看到哪个阈值可以拒绝陌生人。</translation>
    </message>
    <message>
        <source>For each person alone: %1.</source>
        <translation>单独看每个人：%1。</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>矢量图</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Save the view</source>
        <translation>保存视图</translation>
    </message>
    <message>
        <source>The view is in %1.</source>
        <translation>视图已保存到 %1。</translation>
    </message>
    <message>
        <source>Copy the &amp;view</source>
        <translation>复制视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Save the view…</source>
        <translation>保存视图(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Use the suggested threshold</source>
        <translation>采用建议的阈值(&amp;U)</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>For an agent…</source>
        <translation>用于智能体…</translation>
    </message>
    <message>
        <source>Copies this group and the present threshold as an agent of Coze takes them</source>
        <translation>按扣子智能体的格式复制该分组和当前阈值</translation>
    </message>
    <message>
        <source>Copy group and threshold for an agent of Coze</source>
        <translation>复制分组和阈值，用于扣子智能体</translation>
    </message>
    <message>
        <source>The text is in the clipboard.</source>
        <translation>文本已复制到剪贴板。</translation>
    </message>
</context>
<context>
    <name>EvidenceViews</name>
    <message>
        <source>The threshold moved</source>
        <translation>移动阈值</translation>
    </message>
    <message>
        <source>Who is taken for whom</source>
        <translation>谁被认成了谁</translation>
    </message>
    <message>
        <source>Person by person</source>
        <translation>逐人查看</translation>
    </message>
    <message>
        <source>By circumstance</source>
        <translation>按条件</translation>
    </message>
    <message>
        <source>DET curve</source>
        <translation>DET 曲线</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Share of the clips, with 95 % bands</source>
        <translation>录音占比，附 95 % 区间</translation>
    </message>
    <message>
        <source>FNIR: people of the group not found</source>
        <translation>FNIR：组内人员未认出</translation>
    </message>
    <message>
        <source>FPIR: strangers let in</source>
        <translation>FPIR：陌生人误放行</translation>
    </message>
    <message>
        <source>Taken for another</source>
        <translation>认成他人</translation>
    </message>
    <message>
        <source>FNIR</source>
        <translation>FNIR</translation>
    </message>
    <message>
        <source>from</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>to</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>FPIR</source>
        <translation>FPIR</translation>
    </message>
    <message>
        <source>Threshold %1: FNIR %2 (%3 to %4), FPIR %5 (%6 to %7), taken for another %8</source>
        <translation>阈值 %1：FNIR %2（%3 至 %4），FPIR %5（%6 至 %7），认成他人 %8</translation>
    </message>
    <message>
        <source>now %1</source>
        <translation>当前 %1</translation>
    </message>
    <message>
        <source>suggested %1</source>
        <translation>建议 %1</translation>
    </message>
    <message>
        <source>%1 clips of people of the group, %2 clips of %3 strangers. %4</source>
        <translation>组内人员的录音 %1 段，%3 位陌生人的录音 %2 段。%4</translation>
    </message>
    <message>
        <source>Taken for</source>
        <translation>被认成</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Who it was, at a threshold of %1</source>
        <translation>实际是谁（阈值 %1）</translation>
    </message>
    <message>
        <source>Strangers</source>
        <translation>陌生人</translation>
    </message>
    <message>
        <source>Who it was</source>
        <translation>实际是谁</translation>
    </message>
    <message>
        <source>%1 taken for %2: %3 of %4</source>
        <translation>%1 被认成 %2：%4 段中 %3 段</translation>
    </message>
    <message>
        <source>Nobody was taken for anybody else.</source>
        <translation>没有人被认错。</translation>
    </message>
    <message>
        <source>Score with this person&apos;s voiceprint</source>
        <translation>与此人声纹的得分</translation>
    </message>
    <message>
        <source>Voiceprint of</source>
        <translation>声纹</translation>
    </message>
    <message>
        <source>own clips</source>
        <translation>本人的录音</translation>
    </message>
    <message>
        <source>clips of others</source>
        <translation>他人的录音</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人</translation>
    </message>
    <message>
        <source>Own clips</source>
        <translation>本人录音</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏认</translation>
    </message>
    <message>
        <source>Clips of others</source>
        <translation>他人录音</translation>
    </message>
    <message>
        <source>At the threshold</source>
        <translation>达到阈值</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>%1: own clip, score %2</source>
        <translation>%1：本人录音，得分 %2</translation>
    </message>
    <message>
        <source>%1: clip of another, score %2</source>
        <translation>%1：他人录音，得分 %2</translation>
    </message>
    <message>
        <source>easily missed (%1 of %2)</source>
        <translation>容易漏认（%2 段中 %1 段）</translation>
    </message>
    <message>
        <source>easily imitated (%1 of %2)</source>
        <translation>容易被冒充（%2 段中 %1 段）</translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation>阈值 %1</translation>
    </message>
    <message>
        <source>Nobody is easily missed or easily imitated.</source>
        <translation>没有人容易被漏认或被冒充。</translation>
    </message>
    <message>
        <source>shorter than 3 s</source>
        <translation>短于 3 秒</translation>
    </message>
    <message>
        <source>3 to 6 s</source>
        <translation>3 至 6 秒</translation>
    </message>
    <message>
        <source>6 s and longer</source>
        <translation>6 秒及以上</translation>
    </message>
    <message>
        <source>Share of the clips, with its 95 % interval</source>
        <translation>录音占比，附 95 % 区间</translation>
    </message>
    <message>
        <source>At a threshold of %1</source>
        <translation>阈值 %1</translation>
    </message>
    <message>
        <source>Circumstance</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Clips of the group</source>
        <translation>组内录音</translation>
    </message>
    <message>
        <source>Clips of strangers</source>
        <translation>陌生人录音</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>误放行</translation>
    </message>
    <message>
        <source>%1: FNIR %2 (%3 to %4) of %5 clips</source>
        <translation>%1：FNIR %2（%3 至 %4），共 %5 段</translation>
    </message>
    <message>
        <source>%1: FPIR %2 (%3 to %4) of %5 clips</source>
        <translation>%1：FPIR %2（%3 至 %4），共 %5 段</translation>
    </message>
    <message>
        <source>False matches</source>
        <translation>错误匹配率</translation>
    </message>
    <message>
        <source>False non-matches, of single comparisons</source>
        <translation>错误不匹配率（单次比对）</translation>
    </message>
    <message>
        <source>False non-matches</source>
        <translation>错误不匹配率</translation>
    </message>
    <message>
        <source>A DET curve needs clips of the group, and others to compare them with.</source>
        <translation>DET 曲线需要组内人员的录音，以及用来比对的他人录音。</translation>
    </message>
    <message>
        <source>this group</source>
        <translation>本组</translation>
    </message>
    <message>
        <source>Threshold %1: false matches %2, false non-matches %3</source>
        <translation>阈值 %1：错误匹配 %2，错误不匹配 %3</translation>
    </message>
    <message>
        <source>EER %1 (interpolated)</source>
        <translation>等错误率 %1（插值）</translation>
    </message>
    <message>
        <source>minDCF(%1) %2</source>
        <translation>minDCF(%1) %2</translation>
    </message>
    <message>
        <source>30 errors</source>
        <translation>30 次错误</translation>
    </message>
    <message>
        <source>Equal error rate, interpolated: %1, of %2 comparisons with the same and %3 with other people. Rates that rest on fewer than 30 errors are unsettled.</source>
        <translation>等错误率（插值）：%1，来自 %2 次同人比对和 %3 次异人比对。少于 30 次错误的比率尚不可靠。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a person and what is to be said of them</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>Expiry</name>
    <message>
        <source>The token of “%1” ended on %2: make a new one in Coze, then put it into the connection.</source>
        <translation>“%1”的令牌已于 %2 到期：请在扣子创建新令牌，再填入连接。</translation>
    </message>
    <message>
        <source>The token of “%1” ends today: make a new one in Coze, then put it into the connection.</source>
        <translation>“%1”的令牌今天到期：请在扣子创建新令牌，再填入连接。</translation>
    </message>
    <message numerus="yes">
        <source>The token of “%1” ends in %n day(s): make a new one in Coze, then put it into the connection.</source>
        <translation>
            <numerusform>“%1”的令牌将在 %n 天后到期：请在扣子创建新令牌，再填入连接。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileKind</name>
    <message>
        <source>sound that is protected against copying</source>
        <translation>受复制保护的声音</translation>
    </message>
    <message>
        <source>an AMR file</source>
        <translation>AMR 文件</translation>
    </message>
    <message>
        <source>an AU file</source>
        <translation>AU 文件</translation>
    </message>
    <message>
        <source>a WebM or Matroska file</source>
        <translation>WebM 或 Matroska 文件</translation>
    </message>
    <message>
        <source>an MP3 file</source>
        <translation>MP3 文件</translation>
    </message>
    <message>
        <source>an AAC file</source>
        <translation>AAC 文件</translation>
    </message>
    <message>
        <source>an MPEG file</source>
        <translation>MPEG 文件</translation>
    </message>
    <message>
        <source>a RealAudio file</source>
        <translation>RealAudio 文件</translation>
    </message>
    <message>
        <source>a True Audio file</source>
        <translation>True Audio 文件</translation>
    </message>
    <message>
        <source>a Musepack file</source>
        <translation>Musepack 文件</translation>
    </message>
    <message>
        <source>a SILK voice message</source>
        <translation>SILK 语音消息</translation>
    </message>
    <message>
        <source>an AIFF file</source>
        <translation>AIFF 文件</translation>
    </message>
    <message>
        <source>a RIFF file that is not wav</source>
        <translation>不是 wav 的 RIFF 文件</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>an archive</source>
        <translation>压缩包</translation>
    </message>
    <message>
        <source>a document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>a MIDI file</source>
        <translation>MIDI 文件</translation>
    </message>
    <message>
        <source>an MP4 or M4A file</source>
        <translation>MP4 或 M4A 文件</translation>
    </message>
    <message>
        <source>a FLAC file</source>
        <translation>FLAC 文件</translation>
    </message>
    <message>
        <source>an Ogg or Opus file</source>
        <translation>Ogg 或 Opus 文件</translation>
    </message>
    <message>
        <source>an iLBC file</source>
        <translation>iLBC 文件</translation>
    </message>
    <message>
        <source>an EVRC or QCELP file</source>
        <translation>EVRC 或 QCELP 文件</translation>
    </message>
    <message>
        <source>an IFF file</source>
        <translation>IFF 文件</translation>
    </message>
    <message>
        <source>a DSD file</source>
        <translation>DSD 文件</translation>
    </message>
    <message>
        <source>a CAF file</source>
        <translation>CAF 文件</translation>
    </message>
    <message>
        <source>a Windows Media file</source>
        <translation>Windows Media 文件</translation>
    </message>
    <message>
        <source>a WavPack file</source>
        <translation>WavPack 文件</translation>
    </message>
    <message>
        <source>a Monkey&apos;s Audio file</source>
        <translation>Monkey&apos;s Audio 文件</translation>
    </message>
    <message>
        <source>a TAK file</source>
        <translation>TAK 文件</translation>
    </message>
    <message>
        <source>an OptimFROG file</source>
        <translation>OptimFROG 文件</translation>
    </message>
    <message>
        <source>a Shorten file</source>
        <translation>Shorten 文件</translation>
    </message>
    <message>
        <source>a Flash video</source>
        <translation>Flash 视频</translation>
    </message>
    <message>
        <source>a VOC file</source>
        <translation>VOC 文件</translation>
    </message>
    <message>
        <source>a PVF file</source>
        <translation>PVF 文件</translation>
    </message>
    <message>
        <source>an AVR file</source>
        <translation>AVR 文件</translation>
    </message>
    <message>
        <source>a NIST Sphere file</source>
        <translation>NIST Sphere 文件</translation>
    </message>
    <message>
        <source>a DTS file</source>
        <translation>DTS 文件</translation>
    </message>
    <message>
        <source>an IRCAM file</source>
        <translation>IRCAM 文件</translation>
    </message>
    <message>
        <source>a Codec 2 file</source>
        <translation>Codec 2 文件</translation>
    </message>
    <message>
        <source>an AVI file</source>
        <translation>AVI 文件</translation>
    </message>
    <message>
        <source>a playlist</source>
        <translation>播放列表</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>a web page (HTML)</source>
        <translation>网页（HTML）</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>an AC-3 file</source>
        <translation>AC-3 文件</translation>
    </message>
</context>
<context>
    <name>FirstVoice</name>
    <message>
        <source>Who lives here?</source>
        <translation>家里有谁？</translation>
    </message>
    <message>
        <source>Enrol one person after the other: each reads aloud for about twenty seconds. Afterwards a short clip is enough to tell who is speaking.</source>
        <translation>请一个一个录入：每人朗读约 20 秒。之后只需一小段语音，就能听出是谁在说话。</translation>
    </message>
    <message>
        <source>&amp;Household:</source>
        <translation>家庭名称(&amp;H)：</translation>
    </message>
    <message>
        <source>Name of the household</source>
        <translation>家庭名称</translation>
    </message>
    <message>
        <source>Enrol the first voice</source>
        <translation>录入第一个声音</translation>
    </message>
    <message>
        <source>Home</source>
        <comment>the household that is proposed</comment>
        <translation>我的家</translation>
    </message>
</context>
<context>
    <name>GradeFigures</name>
    <message>
        <source>%1 dBFS</source>
        <translation>%1 dBFS</translation>
    </message>
    <message>
        <source>%1 of %2 s</source>
        <translation>%1 / %2 秒</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>not measurable</source>
        <translation>无法测量</translation>
    </message>
    <message>
        <source>%1 in 1000</source>
        <translation>千分之 %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Signal to noise</source>
        <translation>信噪比</translation>
    </message>
    <message>
        <source>Speech level</source>
        <translation>语音电平</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>峰值</translation>
    </message>
    <message>
        <source>Clipped samples</source>
        <translation>削波样本</translation>
    </message>
    <message>
        <source>DC offset</source>
        <translation>直流偏移</translation>
    </message>
</context>
<context>
    <name>GradePanel</name>
    <message>
        <source>Grade: %1. %2</source>
        <translation>等级：%1。%2</translation>
    </message>
    <message>
        <source>Cut off the &amp;silence</source>
        <translation>切除静音(&amp;S)</translation>
    </message>
    <message>
        <source>Too little speech: %1 s without the pauses, where at least %2 s are needed. Record again and speak longer.</source>
        <translation>语音太少：除去停顿只有 %1 秒，至少需要 %2 秒。请重新录音并多说一些。</translation>
    </message>
    <message>
        <source>Very little speech: %1 s without the pauses. Record again and speak for %2 s or more.</source>
        <translation>语音很少：除去停顿只有 %1 秒。请重新录音，说 %2 秒以上。</translation>
    </message>
    <message>
        <source>Rather short: %1 s of speech without the pauses. %2 s or more recognise a person more reliably: go on speaking, or record again.</source>
        <translation>偏短：除去停顿有 %1 秒语音。%2 秒以上更能可靠地认出一个人：请继续说，或重新录音。</translation>
    </message>
    <message>
        <source>The noise could not be measured, since there is no pause. Record again with short pauses between the sentences.</source>
        <translation>没有停顿，无法测量噪声。请重新录音，在句子之间稍作停顿。</translation>
    </message>
    <message>
        <source>Noisy: the voice is only %1 dB louder than the noise. Go nearer to the microphone, or look for a quieter place.</source>
        <translation>有噪声：人声只比噪声高 %1 dB。请靠近麦克风，或找一个更安静的地方。</translation>
    </message>
    <message>
        <source>Very noisy: the voice is only %1 dB louder than the noise. Look for a quieter place, go nearer to the microphone and record again.</source>
        <translation>噪声很大：人声只比噪声高 %1 dB。请找一个更安静的地方，靠近麦克风重新录音。</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>尚可</translation>
    </message>
    <message>
        <source>Poor</source>
        <translation>较差</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>This will be a good voiceprint.</source>
        <translation>这将是一个好的声纹。</translation>
    </message>
    <message>
        <source>This is good to identify a person by.</source>
        <translation>这足以用来识别一个人。</translation>
    </message>
    <message>
        <source>It will do, but a better recording recognises the person more reliably.</source>
        <translation>可以使用，但更好的录音更能可靠地认出此人。</translation>
    </message>
    <message>
        <source>It will do, but a better recording gives a surer answer.</source>
        <translation>可以使用，但更好的录音能给出更可靠的结果。</translation>
    </message>
    <message>
        <source>This makes a voiceprint that often fails: better record again.</source>
        <translation>这样的声纹经常会认错：最好重新录音。</translation>
    </message>
    <message>
        <source>The answer may well be wrong: better record again.</source>
        <translation>结果很可能不对：最好重新录音。</translation>
    </message>
    <message>
        <source>The service can make nothing of it: record again.</source>
        <translation>服务无法使用它：请重新录音。</translation>
    </message>
    <message>
        <source>Nothing was heard. Is this the right microphone, and is it switched on?</source>
        <translation>什么也没有听到。麦克风选对了吗？打开了吗？</translation>
    </message>
    <message>
        <source>Distorted: loud passages are cut off (clipped). Turn the microphone down or move away, and record again.</source>
        <translation>失真：较响的部分被削平（削波）。请调低麦克风音量或离远一些，重新录音。</translation>
    </message>
    <message>
        <source>Too quiet: the speech comes at %1 dBFS. Go nearer or turn the microphone up, and record again.</source>
        <translation>声音太小：语音只有 %1 dBFS。请靠近麦克风或调高音量，重新录音。</translation>
    </message>
    <message>
        <source>The signal is off its zero line by %1 % of full scale (DC offset): a fault of the microphone or its input. Try another one.</source>
        <translation>信号偏离零线，达满刻度的 %1 %（直流偏移）：麦克风或其输入有问题。请换一个试试。</translation>
    </message>
    <message>
        <source>It begins with %1 s of silence, which can be cut off.</source>
        <translation>开头有 %1 秒静音，可以切除。</translation>
    </message>
    <message>
        <source>It ends with %1 s of silence, which can be cut off.</source>
        <translation>结尾有 %1 秒静音，可以切除。</translation>
    </message>
    <message>
        <source>There may be a second voice in it. Listen to it: if so, cut that part out, or record again with one person alone.</source>
        <translation>其中可能有第二个人的声音。请听一听：如果是，请切掉那一部分，或只由一个人重新录音。</translation>
    </message>
    <message>
        <source>Use it any&amp;way</source>
        <translation>仍然使用(&amp;W)</translation>
    </message>
    <message>
        <source>Very noisy: the noise is as loud as the voice. Look for a quieter place, go nearer to the microphone and record again.</source>
        <translation>噪声很大：噪声和人声一样响。请换一个更安静的地方，靠近麦克风后重新录音。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Shows the measures of the recording</source>
        <translation>显示这段录音的各项指标</translation>
    </message>
</context>
<context>
    <name>GroupChooser</name>
    <message>
        <source>Group</source>
        <translation>声纹组</translation>
    </message>
    <message>
        <source>Choose from the list, or type a part of the name</source>
        <translation>从列表中选择，或输入名称的一部分</translation>
    </message>
    <message>
        <source>No group</source>
        <translation>没有声纹组</translation>
    </message>
    <message>
        <source>Read the groups again</source>
        <translation>重新读取声纹组</translation>
    </message>
</context>
<context>
    <name>GroupsPane</name>
    <message>
        <source>Groups</source>
        <translation>声纹组</translation>
    </message>
    <message>
        <source>Find by the beginning of the name</source>
        <translation>按名称开头查找</translation>
    </message>
    <message>
        <source>Find a group by the beginning of its name</source>
        <translation>按名称开头查找声纹组</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Voiceprints</source>
        <translation>声纹</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>voiceprints in a group</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>更新时间</translation>
    </message>
    <message>
        <source>The group&apos;s ID is in the clipboard.</source>
        <translation>声纹组的 ID 已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Not connected yet</source>
        <translation>尚未连接</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>The groups could not be read</source>
        <translation>无法读取声纹组</translation>
    </message>
    <message>
        <source>No groups yet</source>
        <translation>还没有声纹组</translation>
    </message>
    <message>
        <source>A group holds the voices of one household or one device. Make the first one.</source>
        <translation>一个声纹组存放一个家庭或一台设备的声音。请创建第一个。</translation>
    </message>
    <message>
        <source>No group found</source>
        <translation>没有找到声纹组</translation>
    </message>
    <message>
        <source>No name begins with “%1”.</source>
        <translation>没有以“%1”开头的名称。</translation>
    </message>
    <message>
        <source>%1 of %2 groups</source>
        <translation>%1 / %2 个声纹组</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>找到 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;New group…</source>
        <translation>新建声纹组(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Edit group…</source>
        <translation>编辑声纹组(&amp;E)…</translation>
    </message>
    <message>
        <source>Delete group…</source>
        <translation>删除声纹组…</translation>
    </message>
    <message>
        <source>Copy group ID</source>
        <translation>复制声纹组 ID</translation>
    </message>
    <message>
        <source>&amp;Find group</source>
        <translation>查找声纹组(&amp;F)</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新建声纹组</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>The group “%1” was created.</source>
        <translation>已创建声纹组“%1”。</translation>
    </message>
    <message>
        <source>Edit group</source>
        <translation>编辑声纹组</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The group is changed.</source>
        <translation>声纹组已修改。</translation>
    </message>
    <message>
        <source>Delete the empty group “%1”? This cannot be undone.</source>
        <translation>删除空的声纹组“%1”？此操作无法撤销。</translation>
    </message>
    <message numerus="yes">
        <source>Delete “%1” with its %n voiceprint(s)? This cannot be undone.</source>
        <translation>
            <numerusform>删除“%1”及其中的 %n 个声纹？此操作无法撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>The group is deleted.</source>
        <translation>声纹组已删除。</translation>
    </message>
    <message>
        <source>Delete group</source>
        <translation>删除声纹组</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>out of range</source>
        <comment>a number</comment>
        <translation>超出范围</translation>
    </message>
    <message>
        <source>Delete “%1” with all its voiceprints? This cannot be undone.</source>
        <translation>删除“%1”及其所有声纹吗？此操作无法撤销。</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <comment>group: how many people, connection</comment>
        <translation>%1：%2，%3</translation>
    </message>
    <message>
        <source>%1: %2, %3, %4</source>
        <comment>group: how many people, connection, engine</comment>
        <translation>%1：%2，%3，%4</translation>
    </message>
    <message>
        <source>%1 or %2?</source>
        <translation>%1 还是 %2？</translation>
    </message>
    <message>
        <source>Nobody</source>
        <comment>verdict: no person of the group</comment>
        <translation>无人匹配</translation>
    </message>
    <message>
        <source>A stranger</source>
        <translation>陌生人</translation>
    </message>
    <message>
        <source>Stranger: %1</source>
        <translation>陌生人：%1</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>认出</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏认</translation>
    </message>
    <message>
        <source>Taken for another</source>
        <translation>认成他人</translation>
    </message>
    <message>
        <source>Kept out</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>误放行</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Best score</source>
        <translation>最高得分</translation>
    </message>
    <message>
        <source>Who it was</source>
        <translation>实际是谁</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Find by person, group, connection or log id</source>
        <translation>按人、分组、连接或日志 ID 查找</translation>
    </message>
    <message>
        <source>Find tests by person, group, connection, engine or log id</source>
        <translation>按人、分组、连接、引擎或日志 ID 查找测试</translation>
    </message>
    <message>
        <source>Which tests can be counted together</source>
        <translation>哪些测试可以合并统计</translation>
    </message>
    <message>
        <source>&amp;Not told yet only</source>
        <translation>只看未说明的(&amp;N)</translation>
    </message>
    <message>
        <source>Th&amp;reshold:</source>
        <translation>阈值(&amp;R)：</translation>
    </message>
    <message>
        <source>Threshold, 0 to 100</source>
        <translation>阈值，0 到 100</translation>
    </message>
    <message>
        <source>Tests that were made</source>
        <translation>做过的测试</translation>
    </message>
    <message>
        <source>All tests</source>
        <translation>全部测试</translation>
    </message>
    <message numerus="yes">
        <source>%1 – %n test(s)</source>
        <comment>a set of tests</comment>
        <translation>
            <numerusform>%1 – %n 次测试</numerusform>
        </translation>
    </message>
    <message>
        <source>These tests are of different groups, services or engines, whose scores do not compare: choose one above to have them counted.</source>
        <translation>这些测试来自不同的分组、服务或引擎，得分不能相互比较：请在上方选择一组再统计。</translation>
    </message>
    <message>
        <source>At %1, without any new call: of %2 clips of people of the group %3 were missed (%4 of them taken for another), of %5 clips of strangers %6 were let in. Of %7 nobody has said who it was.</source>
        <translation>阈值为 %1 时（无需新的调用）：组内人员的 %2 段录音中漏认 %3 段（其中 %4 段认成他人），陌生人的 %5 段录音中误放行 %6 段。另有 %7 段尚未说明是谁。</translation>
    </message>
    <message>
        <source>No test was made yet</source>
        <translation>还没有做过测试</translation>
    </message>
    <message>
        <source>Every test that you make is kept on this computer, with everybody&apos;s score. Here the threshold can then be moved without paying for them again.</source>
        <translation>每次测试及每个人的得分都保存在本机。在这里可以移动阈值，无需再次付费。</translation>
    </message>
    <message>
        <source>No test found</source>
        <translation>没有找到测试</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n test(s) fits these filters.</source>
        <translation>
            <numerusform>%n 次测试都不符合这些条件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n test(s)</source>
        <translation>
            <numerusform>%n 次测试</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 tests</source>
        <translation>%1 / %2 次测试</translation>
    </message>
    <message>
        <source>The test of %1 and its clip, if one is kept, are deleted for good.</source>
        <translation>将永久删除 %1 的测试，以及其录音（如有保留）。</translation>
    </message>
    <message>
        <source>&amp;Delete the test</source>
        <translation>删除该测试(&amp;D)</translation>
    </message>
    <message numerus="yes">
        <source>%n test(s) that were %1, or most likely so, are deleted for good, with their clips.</source>
        <translation>
            <numerusform>将永久删除是（或很可能是）%1 的 %n 次测试及其录音。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Delete these tests</source>
        <translation>删除这些测试(&amp;D)</translation>
    </message>
    <message numerus="yes">
        <source>All %n test(s) and their clips are deleted for good, of every group and connection.</source>
        <translation>
            <numerusform>将永久删除所有分组和连接的全部 %n 次测试及其录音。</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Delete all tests</source>
        <translation>删除全部测试(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Find test</source>
        <translation>查找测试(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Delete test…</source>
        <translation>删除测试(&amp;D)…</translation>
    </message>
    <message>
        <source>Delete all tests of this &amp;person…</source>
        <translation>删除此人的全部测试(&amp;P)…</translation>
    </message>
    <message>
        <source>Delete a&amp;ll tests…</source>
        <translation>删除全部测试(&amp;L)…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete this person&apos;s</source>
        <translation>删除此人的</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>全部删除</translation>
    </message>
</context>
<context>
    <name>IdentifyScreen</name>
    <message>
        <source>Among whom</source>
        <translation>在哪个组中查找</translation>
    </message>
    <message>
        <source>&amp;Group:</source>
        <translation>声纹组(&amp;G)：</translation>
    </message>
    <message>
        <source>How many matches to show</source>
        <translation>显示多少个结果</translation>
    </message>
    <message>
        <source>All matches</source>
        <translation>全部结果</translation>
    </message>
    <message>
        <source>Best </source>
        <translation>前几名：</translation>
    </message>
    <message>
        <source>Whose voice</source>
        <translation>谁的声音</translation>
    </message>
    <message>
        <source>Compares the clip with every voiceprint of the group</source>
        <translation>把这段声音与组中的每个声纹比较</translation>
    </message>
    <message>
        <source>Progress of the identification</source>
        <translation>识别的进度</translation>
    </message>
    <message>
        <source>Matches, best first</source>
        <translation>匹配结果，从高到低</translation>
    </message>
    <message>
        <source>There is no connection yet.</source>
        <translation>尚未连接。</translation>
    </message>
    <message>
        <source>Reading the groups…</source>
        <translation>正在读取声纹组…</translation>
    </message>
    <message>
        <source>There is no group yet: make one on the Voiceprints screen and enrol somebody.</source>
        <translation>还没有声纹组：请在“声纹”页面新建一个并录入声音。</translation>
    </message>
    <message>
        <source>Choose a group.</source>
        <translation>请选择声纹组。</translation>
    </message>
    <message>
        <source>This group is empty: enrol somebody first.</source>
        <translation>这个声纹组是空的：请先录入一个人。</translation>
    </message>
    <message numerus="yes">
        <source>%n voiceprint(s)</source>
        <translation>
            <numerusform>%n 个声纹</numerusform>
        </translation>
    </message>
    <message>
        <source>Listening…</source>
        <translation>正在辨认…</translation>
    </message>
    <message>
        <source>The clip is being compared with every voiceprint of the group.</source>
        <translation>正在把这段声音与组中的每个声纹比较。</translation>
    </message>
    <message>
        <source>No match came back</source>
        <translation>没有返回结果</translation>
    </message>
    <message>
        <source>The group may have been emptied meanwhile: look at the Voiceprints screen.</source>
        <translation>这个组可能已被清空：请到“声纹”页面查看。</translation>
    </message>
    <message>
        <source>Enrol somebody first</source>
        <translation>请先录入一个人</translation>
    </message>
    <message>
        <source>“%1” has no voiceprints to compare with. Nothing was sent.</source>
        <translation>“%1”中没有可比较的声纹。没有发送任何内容。</translation>
    </message>
    <message>
        <source>Who is speaking?</source>
        <translation>是谁在讲话？</translation>
    </message>
    <message>
        <source>Choose a group, record or choose a clip, then press Identify. Every voiceprint of the group appears here with its score.</source>
        <translation>选择声纹组，录音或选择一段声音，然后按“识别”。组中的每个声纹及其得分会显示在这里。</translation>
    </message>
    <message>
        <source>This is most likely %1: score %2, threshold %3.</source>
        <translation>很可能是%1：得分 %2，阈值 %3。</translation>
    </message>
    <message>
        <source>Nobody in “%1”: best score %2, threshold %3.</source>
        <translation>不是“%1”中的任何人：最高得分 %2，阈值 %3。</translation>
    </message>
    <message>
        <source>&amp;Identify the clip</source>
        <translation>识别这段声音(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Read the groups again</source>
        <translation>重新读取声纹组(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Identify – one billed call</source>
        <translation>识别（一次计费调用）(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Identify</source>
        <translation>识别(&amp;I)</translation>
    </message>
    <message>
        <source>Scores go from 0 to 100. The mark stands at the threshold of %1; scores of different services cannot be compared.</source>
        <translation>得分从 0 到 100。标线位于阈值 %1；不同服务的得分不能相互比较。</translation>
    </message>
    <message>
        <source>“%1” was left before its answer came. That call may already be billed.</source>
        <translation>在“%1”应答之前已离开。那次调用可能已经计费。</translation>
    </message>
    <message>
        <source>No answer came. This call may already be billed. Sending it again is another billed call.</source>
        <translation>没有收到应答。此次调用可能已经计费。再次发送会另外计费。</translation>
    </message>
    <message>
        <source>Identify</source>
        <translation>识别</translation>
    </message>
    <message>
        <source>%1. This is one billed call.</source>
        <comment>what a button does</comment>
        <translation>%1。这是一次计费调用。</translation>
    </message>
    <message>
        <source>Cancel identifying</source>
        <translation>取消识别</translation>
    </message>
    <message>
        <source>Show:</source>
        <translation>显示：</translation>
    </message>
    <message>
        <source>%1 Compared by the engine %2.</source>
        <comment>how scores are to be read, then a name</comment>
        <translation>%1 由引擎 %2 比较。</translation>
    </message>
    <message>
        <source>number of voiceprints out of range</source>
        <translation>声纹数量超出范围</translation>
    </message>
    <message>
        <source>No verdict: the service sent scores that are not between 0 and 100.</source>
        <translation>无法判断：服务返回的分数不在 0 到 100 之间。</translation>
    </message>
    <message>
        <source>No verdict: no score is above 1, so this service may count to 1, not to 100.</source>
        <translation>无法判断：没有分数高于 1，此服务的满分可能是 1 而不是 100。</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>Histor&amp;y</source>
        <translation>历史(&amp;Y)</translation>
    </message>
    <message>
        <source>Eviden&amp;ce</source>
        <translation>依据(&amp;C)</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯语</translation>
    </message>
    <message>
        <source>Cantonese</source>
        <translation>粤语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>荷兰语</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>印地语</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>印度尼西亚语</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利语</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>Malay</source>
        <translation>马来语</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>波兰语</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>瑞典语</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>泰语</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>土耳其语</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>乌克兰语</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>越南语</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a language and its variant</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Afrikaans</source>
        <translation>南非荷兰语</translation>
    </message>
    <message>
        <source>Albanian</source>
        <translation>阿尔巴尼亚语</translation>
    </message>
    <message>
        <source>Amharic</source>
        <translation>阿姆哈拉语</translation>
    </message>
    <message>
        <source>Armenian</source>
        <translation>亚美尼亚语</translation>
    </message>
    <message>
        <source>Assamese</source>
        <translation>阿萨姆语</translation>
    </message>
    <message>
        <source>Azerbaijani</source>
        <translation>阿塞拜疆语</translation>
    </message>
    <message>
        <source>Bangla</source>
        <translation>孟加拉语</translation>
    </message>
    <message>
        <source>Bashkir</source>
        <translation>巴什基尔语</translation>
    </message>
    <message>
        <source>Basque</source>
        <translation>巴斯克语</translation>
    </message>
    <message>
        <source>Belarusian</source>
        <translation>白俄罗斯语</translation>
    </message>
    <message>
        <source>Bosnian</source>
        <translation>波斯尼亚语</translation>
    </message>
    <message>
        <source>Bulgarian</source>
        <translation>保加利亚语</translation>
    </message>
    <message>
        <source>Burmese</source>
        <translation>缅甸语</translation>
    </message>
    <message>
        <source>Catalan</source>
        <translation>加泰罗尼亚语</translation>
    </message>
    <message>
        <source>Cherokee</source>
        <translation>切罗基语</translation>
    </message>
    <message>
        <source>Chuvash</source>
        <translation>楚瓦什语</translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation>克罗地亚语</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>捷克语</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>丹麦语</translation>
    </message>
    <message>
        <source>Esperanto</source>
        <translation>世界语</translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation>爱沙尼亚语</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>芬兰语</translation>
    </message>
    <message>
        <source>Gaelic</source>
        <translation>苏格兰盖尔语</translation>
    </message>
    <message>
        <source>Georgian</source>
        <translation>格鲁吉亚语</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>希腊语</translation>
    </message>
    <message>
        <source>Guarani</source>
        <translation>瓜拉尼语</translation>
    </message>
    <message>
        <source>Gujarati</source>
        <translation>古吉拉特语</translation>
    </message>
    <message>
        <source>Hawaiian</source>
        <translation>夏威夷语</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>希伯来语</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>匈牙利语</translation>
    </message>
    <message>
        <source>Icelandic</source>
        <translation>冰岛语</translation>
    </message>
    <message>
        <source>Interlingua</source>
        <translation>国际语</translation>
    </message>
    <message>
        <source>Irish</source>
        <translation>爱尔兰语</translation>
    </message>
    <message>
        <source>Kalaallisut</source>
        <translation>格陵兰语</translation>
    </message>
    <message>
        <source>Kannada</source>
        <translation>卡纳达语</translation>
    </message>
    <message>
        <source>Kazakh</source>
        <translation>哈萨克语</translation>
    </message>
    <message>
        <source>Konkani</source>
        <translation>孔卡尼语</translation>
    </message>
    <message>
        <source>Kurdish</source>
        <translation>库尔德语</translation>
    </message>
    <message>
        <source>Kyrgyz</source>
        <translation>吉尔吉斯语</translation>
    </message>
    <message>
        <source>Latin</source>
        <translation>拉丁语</translation>
    </message>
    <message>
        <source>Latvian</source>
        <translation>拉脱维亚语</translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation>立陶宛语</translation>
    </message>
    <message>
        <source>Luxembourgish</source>
        <translation>卢森堡语</translation>
    </message>
    <message>
        <source>Macedonian</source>
        <translation>马其顿语</translation>
    </message>
    <message>
        <source>Malayalam</source>
        <translation>马拉雅拉姆语</translation>
    </message>
    <message>
        <source>Maltese</source>
        <translation>马耳他语</translation>
    </message>
    <message>
        <source>Maori</source>
        <translation>毛利语</translation>
    </message>
    <message>
        <source>Marathi</source>
        <translation>马拉地语</translation>
    </message>
    <message>
        <source>Nepali</source>
        <translation>尼泊尔语</translation>
    </message>
    <message>
        <source>Norwegian Bokmal</source>
        <translation>挪威语（书面）</translation>
    </message>
    <message>
        <source>Odia</source>
        <translation>奥里亚语</translation>
    </message>
    <message>
        <source>Oromo</source>
        <translation>奥罗莫语</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>波斯语</translation>
    </message>
    <message>
        <source>Punjabi</source>
        <translation>旁遮普语</translation>
    </message>
    <message>
        <source>Quechua</source>
        <translation>克丘亚语</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>罗马尼亚语</translation>
    </message>
    <message>
        <source>Serbian</source>
        <translation>塞尔维亚语</translation>
    </message>
    <message>
        <source>Sindhi</source>
        <translation>信德语</translation>
    </message>
    <message>
        <source>Sinhala</source>
        <translation>僧伽罗语</translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation>斯洛伐克语</translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation>斯洛文尼亚语</translation>
    </message>
    <message>
        <source>Swahili</source>
        <translation>斯瓦希里语</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>泰米尔语</translation>
    </message>
    <message>
        <source>Tatar</source>
        <translation>鞑靼语</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>泰卢固语</translation>
    </message>
    <message>
        <source>Tswana</source>
        <translation>茨瓦纳语</translation>
    </message>
    <message>
        <source>Turkmen</source>
        <translation>土库曼语</translation>
    </message>
    <message>
        <source>Urdu</source>
        <translation>乌尔都语</translation>
    </message>
    <message>
        <source>Uyghur</source>
        <translation>维吾尔语</translation>
    </message>
    <message>
        <source>Uzbek</source>
        <translation>乌兹别克语</translation>
    </message>
    <message>
        <source>Welsh</source>
        <translation>威尔士语</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>silence</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>%1 dBFS</source>
        <translation>%1 dBFS</translation>
    </message>
    <message>
        <source>Level %1, peak %2</source>
        <translation>电平 %1，峰值 %2</translation>
    </message>
    <message>
        <source>%1, clipped</source>
        <translation>%1，已削波</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>已削波</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>削波</translation>
    </message>
</context>
<context>
    <name>ListeningNotice</name>
    <message>
        <source>No microphone was found. Plug one in or switch it on: it appears here by itself. If the sound service (PulseAudio or PipeWire) was not running when this application started, start the application again. A file can be used instead.</source>
        <translation>没有找到麦克风。请插入或打开麦克风：它会自动出现在这里。如果本应用启动时声音服务（PulseAudio 或 PipeWire）没有运行，请重新启动本应用。也可以改用文件。</translation>
    </message>
    <message>
        <source>No sound is coming from this microphone. Look whether it is muted, at the microphone itself and in the sound settings of the system, or choose another one.</source>
        <translation>此麦克风没有声音。请在麦克风上和系统声音设置中查看是否静音，或选择另一个麦克风。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>what is wrong, what to do</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>This computer was asleep, so the recording pauses. What was recorded before is kept: press Resume to go on, or Stop.</source>
        <translation>这台电脑曾进入睡眠，录音已暂停。之前录下的内容已保留：按“继续”接着录，或按“停止”。</translation>
    </message>
</context>
<context>
    <name>LiveWave</name>
    <message>
        <source>Recording</source>
        <translation>正在录音</translation>
    </message>
    <message>
        <source>Listening only: nothing is kept</source>
        <translation>试音中，未录制</translation>
    </message>
    <message>
        <source>Paused: nothing is kept until you resume</source>
        <translation>已暂停：继续之前不会保存任何声音</translation>
    </message>
</context>
<context>
    <name>LocalCopies</name>
    <message numerus="yes">
        <source>%n kept recording(s)</source>
        <translation>
            <numerusform>%n 段保留的录音</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent recording(s)</source>
        <translation>
            <numerusform>%n 段未发送的录音</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) of consent</source>
        <translation>
            <numerusform>%n 条同意记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Also on this computer: %1.</source>
        <translation>这台电脑上还有：%1。</translation>
    </message>
    <message>
        <source>Delete &amp;these too</source>
        <translation>同时删除这些(&amp;T)</translation>
    </message>
    <message numerus="yes">
        <source>%n test(s)</source>
        <translation>
            <numerusform>%n 次测试</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LookFirst</name>
    <message>
        <source>Nobody knows whether the recording of “%1” was replaced.</source>
        <translation>不知道“%1”的录音是否已替换。</translation>
    </message>
    <message>
        <source>Nobody knows whether “%1” was made.</source>
        <translation>不知道“%1”是否已创建。</translation>
    </message>
    <message>
        <source>Looking at the list…</source>
        <translation>正在查看列表…</translation>
    </message>
    <message>
        <source>The list could not be read.</source>
        <translation>无法读取列表。</translation>
    </message>
    <message>
        <source>“%1” is there: does it have this recording?</source>
        <translation>“%1”在列表中：它用的是这段录音吗？</translation>
    </message>
    <message>
        <source>“%1” was changed at %2: is it this one?</source>
        <translation>“%1”在 %2 更改过：是这一次吗？</translation>
    </message>
    <message>
        <source>“%1” is there: is it this one?</source>
        <translation>“%1”在列表中：是这一个吗？</translation>
    </message>
    <message>
        <source>“%1” is there, made at %2: is it this one?</source>
        <translation>“%1”在列表中，创建于 %2：是这一个吗？</translation>
    </message>
    <message>
        <source>It was not replaced.</source>
        <translation>没有替换。</translation>
    </message>
    <message>
        <source>It was not made.</source>
        <translation>没有创建。</translation>
    </message>
    <message>
        <source>“%1” was not changed since then.</source>
        <translation>“%1”自那以后没有更改。</translation>
    </message>
    <message>
        <source>No “%1” has come into the list since then.</source>
        <translation>自那以后列表中没有新的“%1”。</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>再看一次(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Look first</source>
        <translation>先查看(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Yes, it is done</source>
        <translation>是的，已完成(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Send again</source>
        <translation>重新发送(&amp;S)</translation>
    </message>
    <message>
        <source>It was sent to “%1”, which is not connected now: connect to it again to go on.</source>
        <translation>它发送给了“%1”，而那里现在没有连接：请重新连接后继续。</translation>
    </message>
    <message>
        <source>All was sent, but no answer came that could be understood: it may have been replaced already. Look before you send it again.</source>
        <translation>内容已全部发送，但没有收到可以理解的应答：可能已经替换。请先查看，再决定是否重新发送。</translation>
    </message>
    <message>
        <source>All was sent, but no answer came that could be understood: it may have been made already. Look before you send it again.</source>
        <translation>内容已全部发送，但没有收到可以理解的应答：可能已经创建。请先查看，再决定是否重新发送。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Voiceprint Studio</source>
        <translation>Voiceprint Studio</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Voiceprints</source>
        <translation>声纹(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Identify</source>
        <translation>识别(&amp;I)</translation>
    </message>
    <message>
        <source>V&amp;oices</source>
        <translation>音色(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>设置(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Voiceprint Studio</source>
        <translation>关于 Voiceprint Studio(&amp;A)</translation>
    </message>
    <message>
        <source>Switch connection</source>
        <translation>切换连接</translation>
    </message>
    <message>
        <source>&amp;Connections…</source>
        <translation>连接(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation>活动(&amp;A)</translation>
    </message>
    <message>
        <source>S&amp;witch connection</source>
        <translation>切换连接(&amp;W)</translation>
    </message>
    <message>
        <source>Connect to it…</source>
        <translation>连接它…</translation>
    </message>
    <message>
        <source>Connect to “%1”</source>
        <translation>连接“%1”</translation>
    </message>
    <message>
        <source>Server of this computer</source>
        <translation>本机的服务器</translation>
    </message>
</context>
<context>
    <name>MatchesModel</name>
    <message>
        <source>%1 – Best match</source>
        <translation>%1 – 最佳匹配</translation>
    </message>
    <message>
        <source>%1 – Nearest</source>
        <translation>%1 – 最接近</translation>
    </message>
    <message>
        <source>Rank %1: %2, score %3 of 100, below the threshold of %4.</source>
        <translation>第 %1 名：%2，得分 %3（满分 100），低于阈值 %4。</translation>
    </message>
    <message>
        <source>Best match: %1, score %2 of 100, at or above the threshold of %3.</source>
        <translation>最佳匹配：%1，得分 %2（满分 100），达到阈值 %3。</translation>
    </message>
    <message>
        <source>Rank %1: %2, score %3 of 100, at or above the threshold of %4.</source>
        <translation>第 %1 名：%2，得分 %3（满分 100），达到阈值 %4。</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>out of range (%1)</source>
        <comment>a score</comment>
        <translation>超出范围（%1）</translation>
    </message>
    <message>
        <source>Rank %1: %2, score %3, not judged.</source>
        <translation>第 %1 名：%2，分数 %3，未作判断。</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Official page</source>
        <translation>官方页面</translation>
    </message>
    <message>
        <source>Connection…</source>
        <translation>连接…</translation>
    </message>
</context>
<context>
    <name>OldAndNew</name>
    <message>
        <source>The recording it has</source>
        <translation>现有的录音</translation>
    </message>
    <message>
        <source>The new recording</source>
        <translation>新的录音</translation>
    </message>
    <message>
        <source>The new recording does not sound like the same person as the old one. Listen to both before you replace it. (This computer compared them; no call was made.)</source>
        <translation>新录音听起来与旧录音不像同一个人。替换之前请听一听两段录音。（由这台电脑比较，没有进行调用。）</translation>
    </message>
    <message>
        <source>Both recordings sound like the same person.</source>
        <translation>两段录音听起来是同一个人。</translation>
    </message>
    <message>
        <source>Fetching it…</source>
        <translation>正在获取…</translation>
    </message>
    <message>
        <source>The service keeps no recording of it any more.</source>
        <translation>服务不再保存它的录音。</translation>
    </message>
    <message>
        <source>It could not be fetched. %1</source>
        <translation>无法获取。%1</translation>
    </message>
    <message>
        <source>There is no connection to fetch it from.</source>
        <translation>没有可以获取它的连接。</translation>
    </message>
</context>
<context>
    <name>PagedTable</name>
    <message>
        <source>Load more (%1 of %2)</source>
        <translation>加载更多（%1 / %2）</translation>
    </message>
    <message>
        <source>Load more (%1 so far)</source>
        <translation>加载更多（已有 %1）</translation>
    </message>
</context>
<context>
    <name>PcmPanel</name>
    <message>
        <source>Sample ra&amp;te:</source>
        <translation>采样率(&amp;T)：</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>采样率</translation>
    </message>
    <message>
        <source>C&amp;hannels:</source>
        <translation>声道数(&amp;H)：</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>声道数</translation>
    </message>
    <message>
        <source>Samples:</source>
        <translation>样本格式：</translation>
    </message>
    <message>
        <source>16 bits, signed, little-endian</source>
        <translation>16 位，有符号，小端序</translation>
    </message>
    <message>
        <source>Plays the samples as chosen here</source>
        <translation>按所选格式播放</translation>
    </message>
    <message>
        <source>It sounds right: &amp;use it</source>
        <translation>听起来正确：使用它(&amp;U)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1 holds raw samples and does not say how they are laid out. Choose, then play it: the wrong choice sounds too fast, too slow or like noise.</source>
        <translation>%1 只含原始样本，没有说明其格式。请选择格式并试听：选错时声音会过快、过慢或像噪声。</translation>
    </message>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>采样格式</translation>
    </message>
    <message>
        <source>8 bits, unsigned</source>
        <translation>8 位，无符号</translation>
    </message>
    <message>
        <source>24 bits, signed, little-endian</source>
        <translation>24 位，有符号，小端</translation>
    </message>
    <message>
        <source>32 bits, signed, little-endian</source>
        <translation>32 位，有符号，小端</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>&amp;Name:</source>
        <translation>名称(&amp;N)：</translation>
    </message>
    <message>
        <source>Name of the voiceprint</source>
        <translation>声纹的名称</translation>
    </message>
    <message>
        <source>Who is speaking</source>
        <translation>谁在说话</translation>
    </message>
    <message>
        <source>This group has a voiceprint of this name already. Agents tell people apart by name.</source>
        <translation>这个声纹组里已有同名的声纹。智能体靠名称区分不同的人。</translation>
    </message>
    <message>
        <source>Description of the voiceprint</source>
        <translation>声纹的描述</translation>
    </message>
    <message>
        <source>Agents read this: preferences belong here</source>
        <translation>智能体会读取描述：请在这里写偏好</translation>
    </message>
    <message>
        <source>It reaches the agents that use this group: preferences belong here, such as “likes jazz, answers in short”.</source>
        <translation>使用这个声纹组的智能体会读到它：请在这里写偏好，例如“喜欢爵士乐，回答要简短”。</translation>
    </message>
    <message>
        <source>What the recording came through</source>
        <translation>录音的途径</translation>
    </message>
    <message>
        <source>Voices are recognised best through what they were recorded through.</source>
        <translation>用录入时的途径来识别，效果最好。</translation>
    </message>
    <message>
        <source>Consent:</source>
        <translation>同意：</translation>
    </message>
    <message>
        <source>This is noted on this computer only</source>
        <translation>只记录在这台电脑上</translation>
    </message>
    <message>
        <source>A voice is personal: ask first. This is noted on this computer only, with the time.</source>
        <translation>声音属于个人隐私：请先征得同意。只记录在这台电脑上，并附时间。</translation>
    </message>
    <message>
        <source>Who says so</source>
        <translation>由谁表示</translation>
    </message>
    <message>
        <source>Who says so, where it is somebody else, such as a parent. Noted on this computer only.</source>
        <translation>如由他人（例如父母）表示同意，请填写是谁。只记录在这台电脑上。</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>The speaker itself, that will listen later</source>
        <translation>以后用来听的音箱本身</translation>
    </message>
    <message>
        <source>A telephone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Descr&amp;iption:</source>
        <translation>描述(&amp;I)：</translation>
    </message>
    <message>
        <source>This person agreed to &amp;be recognised by voice</source>
        <translation>此人同意通过声音被识别(&amp;B)</translation>
    </message>
    <message>
        <source>“%1” agreed to &amp;be recognised by voice</source>
        <translation>“%1”同意通过声音被识别(&amp;B)</translation>
    </message>
    <message>
        <source>Recorded &amp;via:</source>
        <translation>录音途径(&amp;V)：</translation>
    </message>
</context>
<context>
    <name>ReadingFold</name>
    <message>
        <source>&amp;Hide the text</source>
        <translation>隐藏文字(&amp;H)</translation>
    </message>
    <message>
        <source>S&amp;how something to read aloud</source>
        <translation>显示朗读文字(&amp;H)</translation>
    </message>
</context>
<context>
    <name>ReadingText</name>
    <message>
        <source>&amp;Text to read aloud:</source>
        <translation>朗读文字(&amp;T)：</translation>
    </message>
    <message>
        <source>Text to read aloud</source>
        <translation>朗读文字</translation>
    </message>
    <message>
        <source>Ne&amp;xt text</source>
        <translation>下一段文字(&amp;X)</translation>
    </message>
</context>
<context>
    <name>RecorderBar</name>
    <message>
        <source>Starts and stops the recording</source>
        <translation>开始或停止录音</translation>
    </message>
    <message>
        <source>Microphone level</source>
        <translation>麦克风电平</translation>
    </message>
    <message>
        <source>The recording stopped at 125 seconds: the service takes no more.</source>
        <translation>录音在 125 秒时停止：服务最多接收这么长。</translation>
    </message>
    <message>
        <source>The microphone stopped sending sound. What was recorded before is kept: hear it, or record again.</source>
        <translation>麦克风不再传来声音。之前录下的内容已保留：可以试听，或重新录音。</translation>
    </message>
    <message>
        <source>The system switched to another microphone, so the recording was stopped. What was recorded before is kept: hear it, or record again.</source>
        <translation>系统切换到了另一个麦克风，因此录音已停止。之前录下的内容已保留：可以试听，或重新录音。</translation>
    </message>
    <message>
        <source>The disk is full, so the recording was stopped. What was recorded before is kept. Free some space, then record again.</source>
        <translation>磁盘已满，录音已停止。之前录下的内容已保留。请腾出空间后重新录音。</translation>
    </message>
    <message>
        <source>&amp;Record</source>
        <translation>录音(&amp;R)</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Record again</source>
        <translation>重新录音(&amp;R)</translation>
    </message>
    <message>
        <source>The recording waits, or goes on</source>
        <translation>录音暂停，或继续</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>暂停(&amp;U)</translation>
    </message>
    <message>
        <source>Nothing was recorded. Record again, and speak before you press Stop.</source>
        <translation>没有录到任何声音。请重新录音，并在按“停止”之前说话。</translation>
    </message>
    <message>
        <source>The microphone sent no sound, so nothing was recorded. Look whether it is switched on and connected, or choose another one.</source>
        <translation>麦克风没有传来声音，因此什么也没有录到。请检查它是否已打开并连接，或选择另一个。</translation>
    </message>
    <message>
        <source>The disk is full, so nothing was recorded. Free some space, then record again.</source>
        <translation>磁盘已满，因此什么也没有录到。请腾出空间后重新录音。</translation>
    </message>
    <message>
        <source>Shows the choice of microphone and loudspeaker</source>
        <translation>显示麦克风和扬声器的选项</translation>
    </message>
    <message>
        <source>No microphone found</source>
        <translation>未找到麦克风</translation>
    </message>
    <message>
        <source>Microphone in use: %1</source>
        <translation>正在使用的麦克风：%1</translation>
    </message>
    <message>
        <source>The data folder was moved or removed while this was recorded, so the recording was stopped. What was recorded before is kept, in a new folder at the old place: send it, then start the application again.</source>
        <translation>录音期间数据文件夹被移动或删除，因此录音已停止。之前录下的内容保留在原位置新建的文件夹中：请发送它，然后重新启动应用。</translation>
    </message>
    <message>
        <source>The data folder was moved or removed, and nothing can be written in its place: nothing was recorded. Put the folder back, then record again.</source>
        <translation>数据文件夹被移动或删除，原位置也无法写入：没有录下任何内容。请把文件夹放回原处后重新录制。</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
</context>
<context>
    <name>Service</name>
    <message>
        <source>from the environment</source>
        <translation>来自环境变量</translation>
    </message>
</context>
<context>
    <name>ServiceName</name>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Data on this computer</source>
        <translation>本机上的数据</translation>
    </message>
    <message>
        <source>Voices are personal: this folder can be read by you alone. It holds the groups and recordings of “This computer”, recordings that were not sent yet, and these settings.</source>
        <translation>声音属于个人隐私：只有您能读取这个文件夹。其中有“本机”的声纹组和录音、尚未发送的录音，以及这些设置。</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>打开文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>What “This computer” can do</source>
        <translation>“本机”能做什么</translation>
    </message>
    <message>
        <source>It compares voices by their sound, without any network. It is meant for a handful of people in one room with the same microphone: noise, a telephone line, a cold or a very short clip lower its scores. A score is not a probability, says nothing about a recording played back by a loudspeaker, and cannot be compared with the scores of Coze. Do not open doors with it.</source>
        <translation>它只凭声音比较说话人，不需要网络，适合同一房间里使用同一麦克风的少数几个人：噪声、电话线路、感冒或很短的录音都会降低得分。得分不是概率，无法识别扬声器播放的录音，也不能与扣子的得分相比。请不要用它来开门。</translation>
    </message>
    <message>
        <source>No file manager could be started; the path is shown above.</source>
        <translation>无法启动文件管理器；路径见上方。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>“This computer” needs no account and no network. Connect to Coze, or to any service that speaks like it, with an access token: the token is kept in the keyring of your desktop, never in a file of this application.</source>
        <translation>“本机”不需要账号，也不需要网络。用访问令牌可以连接扣子，或任何使用同样接口的服务：令牌保存在桌面的密钥环中，绝不写入本应用的文件。</translation>
    </message>
    <message>
        <source>&amp;Connections…</source>
        <translation>连接(&amp;C)…</translation>
    </message>
    <message>
        <source>Enrolment recordings</source>
        <translation>录入录音</translation>
    </message>
    <message>
        <source>With a copy of each enrolment recording on this computer a group can be copied to another connection, or restored after it was deleted. Nothing is kept unless you say so; deleting the copies leaves nothing of them.</source>
        <translation>在这台电脑上保留每段录入录音的副本后，可以把声纹组复制到其他连接，或在删除后恢复。除非您开启，否则不保留任何副本；删除副本后不留任何内容。</translation>
    </message>
    <message>
        <source>&amp;Keep a copy of enrolment recordings on this computer</source>
        <translation>在这台电脑上保留录入录音的副本(&amp;K)</translation>
    </message>
    <message>
        <source>Kept recordin&amp;gs…</source>
        <translation>保留的录音(&amp;G)…</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Wave of a recording</source>
        <translation>录音的波形</translation>
    </message>
</context>
<context>
    <name>SignInPanel</name>
    <message>
        <source>&amp;Client id</source>
        <translation>客户端 ID(&amp;C)</translation>
    </message>
    <message>
        <source>Client id</source>
        <translation>客户端 ID</translation>
    </message>
    <message>
        <source>&amp;Workspace id</source>
        <translation>工作空间 ID(&amp;W)</translation>
    </message>
    <message>
        <source>Workspace id</source>
        <translation>工作空间 ID</translation>
    </message>
    <message>
        <source>Only to sign in to one workspace of an enterprise</source>
        <translation>仅用于登录企业的某个工作空间</translation>
    </message>
    <message>
        <source>Open the page in any browser, also on a telephone, and enter this code there:</source>
        <translation>在任意浏览器（手机也可以）中打开该页面，输入此设备码：</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>复制(&amp;O)</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>复制设备码</translation>
    </message>
    <message>
        <source>Open the &amp;page</source>
        <translation>打开页面(&amp;P)</translation>
    </message>
    <message>
        <source>Address of the page</source>
        <translation>页面地址</translation>
    </message>
    <message>
        <source>Cancel sign-in</source>
        <translation>取消登录</translation>
    </message>
    <message>
        <source>The code is good for %1 more.</source>
        <translation>设备码还有 %1 有效。</translation>
    </message>
    <message>
        <source>The code has run out.</source>
        <translation>设备码已过期。</translation>
    </message>
    <message>
        <source>Signed in. Save the connection to keep it so.</source>
        <translation>已登录。保存连接以保持登录。</translation>
    </message>
    <message>
        <source>Signed in already.</source>
        <translation>已经登录。</translation>
    </message>
    <message>
        <source>Enter the client id of an OAuth app of the type “TV, device or command line”.</source>
        <translation>请输入类型为“电视、设备或命令行”的 OAuth 应用的客户端 ID。</translation>
    </message>
    <message>
        <source>Of an OAuth app for devices, which you make in Coze. It is no secret.</source>
        <translation>您在扣子创建的设备类 OAuth 应用的 ID，不是秘密。</translation>
    </message>
    <message>
        <source>Si&amp;gn in again…</source>
        <translation>重新登录(&amp;G)…</translation>
    </message>
    <message>
        <source>Si&amp;gn in…</source>
        <translation>登录(&amp;G)…</translation>
    </message>
    <message>
        <source>Sign in before you save.</source>
        <translation>保存之前请先登录。</translation>
    </message>
    <message>
        <source>Finish signing in, or cancel it.</source>
        <translation>请完成登录，或取消。</translation>
    </message>
    <message>
        <source>Asking for a code…</source>
        <translation>正在获取设备码…</translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation>设备码：%1</translation>
    </message>
    <message>
        <source>Signed in until the application closes.</source>
        <translation>登录保持到本应用关闭为止。</translation>
    </message>
    <message>
        <source>What was kept of signing in cannot be read now: the keyring may be locked. Unlock it first; a new sign-in would take its place.</source>
        <translation>现在无法读取保存的登录信息：密钥环可能已锁定。请先解锁；重新登录会取代原来的信息。</translation>
    </message>
</context>
<context>
    <name>Sound</name>
    <message>
        <source>Only the left channel is used: the voice is clearest there.</source>
        <translation>只使用左声道：那里的人声最清楚。</translation>
    </message>
    <message>
        <source>Only the right channel is used: the voice is clearest there.</source>
        <translation>只使用右声道：那里的人声最清楚。</translation>
    </message>
    <message>
        <source>Of the %1 channels only this is used, where the voice is clearest: %2.</source>
        <translation>%1 个声道中只使用人声最清楚的声道：%2。</translation>
    </message>
    <message>
        <source>Track %1</source>
        <translation>音轨 %1</translation>
    </message>
    <message>
        <source>%1 of the file is used: nobody speaks in %2.</source>
        <translation>使用文件的%1：%2中没有人说话。</translation>
    </message>
    <message>
        <source>The file is cut short or damaged: it promises %1 s of sound, %2 s can be read.</source>
        <translation>文件不完整或已损坏：应有 %1 秒声音，可读取 %2 秒。</translation>
    </message>
    <message>
        <source>The file is cut short: its header promises %1 s of sound, %2 s are there.</source>
        <translation>文件不完整：文件头声明有 %1 秒声音，实际有 %2 秒。</translation>
    </message>
    <message>
        <source>Another wav file of another form follows in this file; only the first is used.</source>
        <translation>此文件中后面还有另一种格式的 wav；只使用第一个。</translation>
    </message>
</context>
<context>
    <name>SoundChoice</name>
    <message>
        <source>%1 (%2)</source>
        <comment>a device, one of several of this name</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>“%1” is not connected: “%2” is used until it is back.</source>
        <translation>“%1”没有连接：在它重新连接之前，使用“%2”。</translation>
    </message>
    <message>
        <source>“%1” is connected again, and used again.</source>
        <translation>“%1”已重新连接，现在又使用它。</translation>
    </message>
</context>
<context>
    <name>SoundChooser</name>
    <message>
        <source>Choose a sound file</source>
        <translation>选择声音文件</translation>
    </message>
    <message>
        <source>Sound files and videos</source>
        <translation>声音和视频文件</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>SoundDevices</name>
    <message>
        <source>&amp;Microphone:</source>
        <translation>麦克风(&amp;M)：</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>No microphone found</source>
        <translation>没有找到麦克风</translation>
    </message>
    <message>
        <source>Look for microphones again</source>
        <translation>重新查找麦克风</translation>
    </message>
    <message>
        <source>&amp;Loudspeaker:</source>
        <translation>扬声器(&amp;L)：</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>扬声器</translation>
    </message>
    <message>
        <source>No loudspeaker found</source>
        <translation>没有找到扬声器</translation>
    </message>
    <message>
        <source>No loudspeaker was found: you can record and send, but not listen. Plug one in or switch it on, and it appears here by itself.</source>
        <translation>没有找到扬声器：可以录音和发送，但无法试听。插入或打开后，它会自动出现在这里。</translation>
    </message>
    <message>
        <source>As the system chooses</source>
        <translation>由系统选择</translation>
    </message>
</context>
<context>
    <name>SpeechProgress</name>
    <message>
        <source>%1 – %2 left</source>
        <translation>%1，剩余 %2</translation>
    </message>
    <message>
        <source>%1 s of %2 s of speech</source>
        <translation>语音 %1 / %2 秒</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Enough</source>
        <translation>足够</translation>
    </message>
    <message>
        <source>More than enough: stop now, more brings nothing.</source>
        <translation>已经绰绰有余：请停止，再多也没有用处。</translation>
    </message>
    <message>
        <source>Enough: you may stop.</source>
        <translation>已经足够：可以停止了。</translation>
    </message>
    <message>
        <source>Keep speaking; pauses do not count.</source>
        <translation>请继续说；停顿不计入。</translation>
    </message>
    <message>
        <source>Signal to noise: about %1 dB</source>
        <translation>信噪比：约 %1 dB</translation>
    </message>
    <message>
        <source>Signal to noise: not measurable yet</source>
        <translation>信噪比：尚无法测量</translation>
    </message>
</context>
<context>
    <name>StartOptions</name>
    <message>
        <source>Enrols voices, lists them and finds out who speaks: on this computer, or in Coze with the token in COZE_API_TOKEN.</source>
        <translation>录入声音、查看声纹、辨认说话人：在本机上，或用 COZE_API_TOKEN 中的令牌在扣子中进行。</translation>
    </message>
    <message>
        <source>Speak to the service at URL, with the token in COZE_API_TOKEN.</source>
        <translation>使用 COZE_API_TOKEN 中的令牌连接位于 URL 的服务。</translation>
    </message>
    <message>
        <source>Keep everything in DIR instead of the user&apos;s data folder.</source>
        <translation>把所有数据保存在 DIR 中，而不是用户的数据文件夹。</translation>
    </message>
    <message>
        <source>No token for %1: put one into the variable COZE_API_TOKEN and start again, or start without --base-url to work on this computer.</source>
        <translation>没有 %1 的令牌：请把令牌放入变量 COZE_API_TOKEN 后重新启动，或不带 --base-url 启动以在本机上工作。</translation>
    </message>
    <message>
        <source>The address %1 is not encrypted, so no token is sent to it: start again with an https address.</source>
        <translation>地址 %1 没有加密，因此不会向它发送令牌：请用 https 地址重新启动。</translation>
    </message>
    <message>
        <source>“%1” is not the address of a service: start again with one like https://api.coze.com.</source>
        <translation>“%1”不是服务地址：请用类似 https://api.coze.com 的地址重新启动。</translation>
    </message>
    <message>
        <source>What the variable COZE_API_TOKEN holds is no token: put one word of plain letters, digits and signs into it, and nothing else, then start again.</source>
        <translation>变量 COZE_API_TOKEN 的内容不是令牌：请只填入由普通字母、数字和符号组成的一个词，然后重新启动。</translation>
    </message>
</context>
<context>
    <name>TakeAway</name>
    <message>
        <source>%1: chat.update, for a call over WebSocket</source>
        <comment>a language</comment>
        <translation>%1：chat.update，用于 WebSocket 通话</translation>
    </message>
    <message>
        <source>%1: session.update, for a call over RTC</source>
        <comment>a language</comment>
        <translation>%1：session.update，用于 RTC 通话</translation>
    </message>
</context>
<context>
    <name>TruthBar</name>
    <message>
        <source>It was: %1</source>
        <translation>实际是：%1</translation>
    </message>
    <message>
        <source>A stranger&apos;s name</source>
        <translation>陌生人的名字</translation>
    </message>
    <message>
        <source>It was a stranger of this name</source>
        <translation>是叫这个名字的陌生人</translation>
    </message>
    <message>
        <source>Return notes it. Clips of one stranger count as one person, so give each a name of its own; strangers without a name count as one for each day.</source>
        <translation>按回车键记下。同一陌生人的录音只算一个人，所以请给每人起不同的名字；同一天没有名字的陌生人只算一个。</translation>
    </message>
    <message>
        <source>Choose a test to say who it really was.</source>
        <translation>选择一次测试，说明实际是谁。</translation>
    </message>
    <message>
        <source>Who was it really?</source>
        <translation>实际是谁？</translation>
    </message>
    <message>
        <source>Key %1, in the table</source>
        <translation>在表格中按 %1 键</translation>
    </message>
    <message>
        <source>A stranger</source>
        <translation>陌生人</translation>
    </message>
    <message>
        <source>Nobody knows</source>
        <translation>不知道</translation>
    </message>
</context>
<context>
    <name>VisibleName</name>
    <message>
        <source>(no visible name)</source>
        <translation>（名称不可见）</translation>
    </message>
</context>
<context>
    <name>VoiceCheck</name>
    <message>
        <source>No answer came. This call may already be billed. Asking again is another billed call.</source>
        <translation>没有收到应答。此次调用可能已经计费。再次询问会另外计费。</translation>
    </message>
    <message>
        <source>Nobody is enrolled in “%1” yet.</source>
        <translation>“%1”中还没有录入任何人。</translation>
    </message>
    <message>
        <source>“%1” (score %2)</source>
        <translation>“%1”（得分 %2）</translation>
    </message>
    <message>
        <source>This voice resembles %1; the threshold is %2. Is it the same person? Then replace that recording instead.</source>
        <translation>此声音与 %1 相似；阈值为 %2。是同一个人吗？如果是，请改为替换那段录音。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>This voice resembles nobody in “%1”: the best score is %2 (%3), the threshold %4.</source>
        <translation>此声音与“%1”中的任何人都不相似：最高得分 %2（%3），阈值 %4。</translation>
    </message>
    <message>
        <source>Is this &amp;voice enrolled already? – one billed call</source>
        <translation>此声音是否已录入？(&amp;V) – 一次计费调用</translation>
    </message>
    <message>
        <source>Is this &amp;voice enrolled already?</source>
        <translation>此声音是否已录入？(&amp;V)</translation>
    </message>
    <message>
        <source>Compares the recording with every voiceprint of the group</source>
        <translation>把录音与声纹组中的每个声纹比较</translation>
    </message>
    <message>
        <source>%1. This is one billed call.</source>
        <comment>what a button does</comment>
        <translation>%1。这是一次计费调用。</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>Progress of the question</source>
        <translation>询问进度</translation>
    </message>
    <message>
        <source>Cancel asking</source>
        <translation>取消询问</translation>
    </message>
    <message>
        <source>No verdict: the service sent scores that are not on a scale of 0 to 100.</source>
        <translation>无法判断：服务返回的分数不是 0 到 100 的分数。</translation>
    </message>
</context>
<context>
    <name>VoiceprintsPane</name>
    <message>
        <source>This group is full: delete a voiceprint before you enrol another one.</source>
        <translation>这个声纹组已满：请先删除一个声纹再录入。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>更新时间</translation>
    </message>
    <message>
        <source>Creator</source>
        <translation>创建者</translation>
    </message>
    <message>
        <source>The voiceprint&apos;s ID is in the clipboard.</source>
        <translation>声纹的 ID 已复制到剪贴板。</translation>
    </message>
    <message>
        <source>No group chosen</source>
        <translation>未选择声纹组</translation>
    </message>
    <message>
        <source>Choose a group on the left to see its voiceprints.</source>
        <translation>在左侧选择一个声纹组以查看其中的声纹。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>The voiceprints could not be read</source>
        <translation>无法读取声纹</translation>
    </message>
    <message>
        <source>Nobody is enrolled here yet</source>
        <translation>这里还没有录入任何人</translation>
    </message>
    <message>
        <source>Record someone for ten seconds or more, or choose a recording of one person&apos;s speech.</source>
        <translation>请给一个人录音十秒以上，或选择一个人讲话的录音。</translation>
    </message>
    <message>
        <source>Sto&amp;p playing</source>
        <translation>停止播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Play voiceprint</source>
        <translation>播放声纹(&amp;P)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>voiceprints in a group</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Voiceprints</source>
        <translation>声纹</translation>
    </message>
    <message>
        <source>&amp;Enrol voice…</source>
        <translation>录入声音(&amp;E)…</translation>
    </message>
    <message>
        <source>E&amp;dit voiceprint…</source>
        <translation>编辑声纹(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Replace recording…</source>
        <translation>更换录音(&amp;R)…</translation>
    </message>
    <message>
        <source>Delete voiceprint…</source>
        <translation>删除声纹…</translation>
    </message>
    <message>
        <source>Copy voiceprint ID</source>
        <translation>复制声纹 ID</translation>
    </message>
    <message>
        <source>The voice is enrolled.</source>
        <translation>声音已录入。</translation>
    </message>
    <message>
        <source>The voiceprint has its new recording.</source>
        <translation>声纹的录音已更换。</translation>
    </message>
    <message>
        <source>Edit voiceprint</source>
        <translation>编辑声纹</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The voiceprint is changed.</source>
        <translation>声纹已修改。</translation>
    </message>
    <message>
        <source>Delete the voiceprint “%1” and its recording from “%2”? This cannot be undone.</source>
        <translation>从“%2”中删除声纹“%1”及其录音？此操作无法撤销。</translation>
    </message>
    <message>
        <source>The voiceprint is deleted.</source>
        <translation>声纹已删除。</translation>
    </message>
    <message>
        <source>Delete voiceprint</source>
        <translation>删除声纹</translation>
    </message>
    <message>
        <source>Enrolled: %1</source>
        <translation>录入时间：%1</translation>
    </message>
    <message>
        <source>Changed: %1</source>
        <translation>修改时间：%1</translation>
    </message>
    <message>
        <source>By: %1</source>
        <translation>创建者：%1</translation>
    </message>
    <message>
        <source>ID: %1</source>
        <translation>ID：%1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>“%1” is full: nobody else can be enrolled in it</source>
        <translation>“%1”已满，无法再录入其他人</translation>
    </message>
    <message>
        <source>Choose a group first: nobody can be enrolled yet</source>
        <translation>请先选择一个组，现在还无法录入</translation>
    </message>
    <message>
        <source>Drop to enrol in “%1”</source>
        <translation>松开即可录入到“%1”</translation>
    </message>
    <message>
        <source>Enrol from f&amp;iles…</source>
        <translation>从文件录入(&amp;I)…</translation>
    </message>
</context>
<context>
    <name>VoiceprintsScreen</name>
    <message>
        <source>&amp;Unsent recordings…</source>
        <translation>未发送的录音(&amp;U)…</translation>
    </message>
    <message>
        <source>&amp;Unsent recordings (%1)…</source>
        <translation>未发送的录音（%1）(&amp;U)…</translation>
    </message>
    <message numerus="yes">
        <source>%n unsent recording(s)</source>
        <translation>
            <numerusform>%n 段未发送的录音</numerusform>
        </translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>刷新(&amp;F)</translation>
    </message>
    <message>
        <source>Width of the list of groups</source>
        <translation>声纹组列表的宽度</translation>
    </message>
</context>
<context>
    <name>VoicesScreen</name>
    <message>
        <source>Find by name, language or text</source>
        <translation>按名称、语言或文字查找</translation>
    </message>
    <message>
        <source>Find a voice by name, language or text</source>
        <translation>按名称、语言或文字查找音色</translation>
    </message>
    <message>
        <source>Type of model</source>
        <translation>模型类型</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>全部模型</translation>
    </message>
    <message>
        <source>Large models</source>
        <translation>大模型</translation>
    </message>
    <message>
        <source>Small models</source>
        <translation>小模型</translation>
    </message>
    <message>
        <source>State of the voice</source>
        <translation>音色状态</translation>
    </message>
    <message>
        <source>Ready voices</source>
        <translation>可用的音色</translation>
    </message>
    <message>
        <source>Voices not trained yet</source>
        <translation>尚未训练的音色</translation>
    </message>
    <message>
        <source>Voices in any state</source>
        <translation>任何状态的音色</translation>
    </message>
    <message>
        <source>&amp;Own voices only</source>
        <translation>仅自己的音色(&amp;O)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Large model</source>
        <translation>大模型</translation>
    </message>
    <message>
        <source>Small model</source>
        <translation>小模型</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>归属</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自己</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Preview text</source>
        <translation>试听文字</translation>
    </message>
    <message>
        <source>The voice&apos;s ID is in the clipboard.</source>
        <translation>音色的 ID 已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Not connected yet</source>
        <translation>尚未连接</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>The voices could not be read</source>
        <translation>无法读取音色</translation>
    </message>
    <message>
        <source>No voice found</source>
        <translation>没有找到音色</translation>
    </message>
    <message numerus="yes">
        <source>None of the %n voice(s) loaded so far has this in its name, language or text.</source>
        <translation>
            <numerusform>已加载的 %n 个音色的名称、语言和文字中都没有这个内容。</numerusform>
        </translation>
    </message>
    <message>
        <source>No voices</source>
        <translation>没有音色</translation>
    </message>
    <message>
        <source>This service has no voices to offer.</source>
        <translation>此服务没有可用的音色。</translation>
    </message>
    <message>
        <source>Choose wider filters to see more.</source>
        <translation>放宽筛选条件可看到更多。</translation>
    </message>
    <message>
        <source>Sto&amp;p preview</source>
        <translation>停止试听(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Play preview</source>
        <translation>试听(&amp;P)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message numerus="yes">
        <source>%n voice(s)</source>
        <translation>
            <numerusform>%n 个音色</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 voices</source>
        <translation>%1 / %2 个音色</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>音色</translation>
    </message>
    <message>
        <source>Copy voice ID</source>
        <translation>复制音色 ID</translation>
    </message>
    <message>
        <source>&amp;Find voice</source>
        <translation>查找音色(&amp;F)</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>刷新(&amp;F)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>WavePlayback</name>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>two times</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Pla&amp;y</source>
        <translation>播放(&amp;Y)</translation>
    </message>
</context>
<context>
    <name>Waveform</name>
    <message>
        <source>No sound</source>
        <translation>没有声音</translation>
    </message>
    <message>
        <source>All of %1 is shown</source>
        <translation>显示全部 %1</translation>
    </message>
    <message>
        <source>%1 to %2 of %3 is shown</source>
        <translation>显示 %3 中的 %1 至 %2</translation>
    </message>
    <message>
        <source>nothing is selected</source>
        <translation>没有选择</translation>
    </message>
    <message>
        <source>%1 to %2 is selected, %3 long</source>
        <translation>已选择 %1 至 %2，长 %3</translation>
    </message>
    <message>
        <source>Cursor at %1; %2; %3.</source>
        <translation>光标在 %1；%2；%3。</translation>
    </message>
    <message>
        <source>No sound yet</source>
        <translation>还没有声音</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Move the cursor; what plays goes on there</source>
        <translation>移动光标；正在播放的声音从那里继续</translation>
    </message>
    <message>
        <source>Move it further</source>
        <translation>移动得更远</translation>
    </message>
    <message>
        <source>To the beginning, to the end</source>
        <translation>到开头、到结尾</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Select all, select nothing</source>
        <translation>全选、取消选择</translation>
    </message>
    <message>
        <source>Play what is selected, or from the cursor on; stop</source>
        <translation>播放所选部分或从光标处播放；停止</translation>
    </message>
    <message>
        <source>Delete the selection</source>
        <translation>删除所选部分</translation>
    </message>
    <message>
        <source>Zoom in, zoom out, show all</source>
        <translation>放大、缩小、显示全部</translation>
    </message>
    <message>
        <source>Show what comes before or after</source>
        <translation>显示前面或后面的部分</translation>
    </message>
    <message>
        <source>Take a change of the recording back, make it again</source>
        <translation>撤销对录音的更改、重做</translation>
    </message>
    <message>
        <source>Arrow keys move the cursor, with Ctrl further, with Shift they select. Plus, minus and 0 zoom. Space plays.</source>
        <translation>方向键移动光标，按住 Ctrl 移得更远，按住 Shift 选择。加号、减号和 0 缩放。空格键播放。</translation>
    </message>
</context>
<context>
    <name>WaveformView</name>
    <message>
        <source>Waveform</source>
        <translation>波形</translation>
    </message>
    <message>
        <source>Scroll through the waveform</source>
        <translation>滚动波形</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom to the selection</source>
        <translation>缩放到所选</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Selected: %1 to %2, %3 long: more is not possible</source>
        <translation>已选择：%1 至 %2，长 %3：不能再多</translation>
    </message>
    <message>
        <source>Selected: %1 to %2, %3 long</source>
        <translation>已选择：%1 至 %2，长 %3</translation>
    </message>
    <message>
        <source>Shown: %1 to %2 of %3</source>
        <translation>显示：%3 中的 %1 至 %2</translation>
    </message>
    <message>
        <source>Length: %1</source>
        <translation>时长：%1</translation>
    </message>
</context>
</TS>
