package org.jiaohui.openapi.problem;

import org.jiaohui.exchange.fault.ErrorCode;

/** What each kind of trouble is called, in Chinese and English; a new code does not compile without its name. */
public final class ProblemTitle {
    private ProblemTitle() {}

    /** {@code 没有此数据集 / unknown dataset}. */
    public static String of(ErrorCode code) {
        return switch (code) {
            case SOURCE_UNREACHABLE -> "连不上数据源 / source unreachable";
            case SOURCE_REFUSED_LOGIN -> "数据源拒绝登录 / source refused the login";
            case SOURCE_INTERRUPTED -> "取数中断 / transfer broke off";
            case SOURCE_TIMED_OUT -> "数据源超时 / source timed out";
            case SOURCE_ANSWERED_WRONGLY -> "数据源答复有误 / source answered wrongly";
            case SOURCE_EMPTY -> "来源没有数据 / nothing was delivered";
            case FORMAT_UNKNOWN -> "不认识的格式 / unknown format";
            case FORMAT_BROKEN -> "文件损坏 / broken file";
            case FORMAT_ENCRYPTED -> "文件有密码 / encrypted file";
            case ENCODING_DOUBTFUL -> "字符编码不明 / doubtful character encoding";
            case ENCODING_BROKEN -> "字符编码有误 / broken character encoding";
            case ARCHIVE_UNSAFE -> "压缩包有害 / unsafe archive";
            case HEADER_BROKEN -> "表头有歧义 / ambiguous header";
            case RECORD_TOO_LONG -> "记录过长 / record too long";
            case COLUMN_MISSING -> "缺少列 / missing column";
            case CATALOGUE_BROKEN -> "外部目录无法解析 / broken catalogue";
            case LIMIT_EXCEEDED -> "超过上限 / limit exceeded";
            case TARGET_UNREACHABLE -> "连不上目标 / target unreachable";
            case TARGET_REFUSED_LOGIN -> "目标拒绝登录 / target refused the login";
            case TARGET_INTERRUPTED -> "交付中断 / delivery broke off";
            case TARGET_REFUSED_ROWS -> "目标不接受这些行 / target refused the rows";
            case HOST_NOT_ALLOWED -> "不允许连接的主机 / host not allowed";
            case SETTINGS_WRONG -> "设置有误 / wrong settings";
            case DATABASE_UNAVAILABLE -> "数据库不可用 / database unavailable";
            case OBJECT_STORE_UNAVAILABLE -> "对象存储不可用 / object store unavailable";
            case SEARCH_UNAVAILABLE -> "检索不可用 / search unavailable";
            case GRAPH_UNAVAILABLE -> "目录图谱不可用 / graph unavailable";
            case DISK_FULL -> "磁盘已满 / disk full";
            case RUN_CUT_OFF -> "运行多次被中断 / run cut off too often";
            case UNKNOWN_DATASET -> "没有此数据集 / unknown dataset";
            case UNKNOWN_VERSION -> "没有此版本 / unknown version";
            case UNKNOWN_SOURCE -> "没有此数据源 / unknown source";
            case UNKNOWN_TASK -> "没有此任务 / unknown task";
            case UNKNOWN_RUN -> "没有此运行 / unknown run";
            case UNKNOWN_TARGET -> "没有此目标 / unknown target";
            case UNKNOWN_SUBSCRIPTION -> "没有此订阅 / unknown subscription";
            case UNKNOWN_DELIVERY -> "没有此交付 / unknown delivery";
            case UNKNOWN_RECEIPT -> "没有回执 / no receipt";
            case UNKNOWN_RECONCILIATION -> "没有对账单 / no such statement";
            case UNKNOWN_ALERT -> "没有此告警 / unknown alert";
            case HARVESTED -> "数据在别的目录 / held by another catalogue";
            case NOT_ACCEPTABLE -> "不提供所要的格式 / format not offered";
            case PRECONDITION_FAILED -> "条件不成立 / precondition failed";
            case BAD_REQUEST -> "请求有误 / bad request";
            case BAD_QUERY -> "查询有误 / bad query";
            case QUERY_TIMED_OUT -> "查询超时 / query timed out";
            case CONFLICT -> "与现状冲突 / conflict";
            case UNAUTHENTICATED -> "需要密钥 / key needed";
            case FORBIDDEN -> "不允许 / forbidden";
            case STOPPED -> "已停止 / stopped";
            case INTERNAL -> "内部错误 / internal error";
        };
    }
}
