package io.github.openairun.tool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * What the tool packages log at INFO and above, instead of on the console.
 */
final class CapturedLog implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.openairun.tool");

	private final ListAppender<ILoggingEvent> events = new ListAppender<>();

	CapturedLog() {
		// Handlers log while a test reads.
		this.events.list = new CopyOnWriteArrayList<>();
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.events);
		this.events.start();
	}

	List<String> messages() {
		return this.events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (ILoggingEvent event : this.events.list) {
			text.append(event.getLevel()).append(' ').append(event.getFormattedMessage()).append('\n');
			if (event.getThrowableProxy() != null) {
				text.append(ThrowableProxyUtil.asString(event.getThrowableProxy())).append('\n');
			}
		}
		return text.toString();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.events);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

}
