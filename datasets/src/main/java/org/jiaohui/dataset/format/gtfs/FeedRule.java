package org.jiaohui.dataset.format.gtfs;

import java.util.List;
import org.jiaohui.exchange.run.Finding;

/** Something that only the feed as a whole can show. */
interface FeedRule {
    List<Finding> check(Feed feed);
}
