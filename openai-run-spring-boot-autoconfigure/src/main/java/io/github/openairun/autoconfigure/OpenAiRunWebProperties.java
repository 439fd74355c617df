package io.github.openairun.autoconfigure;

import java.time.Duration;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.unit.DataSize;

import io.github.openairun.web.RunSseEmitters;

/**
 * Properties for sending the events of runs to browsers.
 *
 * @since 0.1.0
 */
@Lazy
@ConfigurationProperties("openai.run.web")
public class OpenAiRunWebProperties implements InitializingBean {

	/**
	 * How long a connection may be silent before a comment is sent, which detects
	 * browsers that have disconnected.
	 */
	private Duration heartbeatInterval = Duration.ofSeconds(15);

	/**
	 * Maximum size of the text that waits for one browser, a character counting as a
	 * byte. When it is exceeded, the run is cancelled.
	 */
	private DataSize maxBufferSize = DataSize.ofKilobytes(256);

	/**
	 * Maximum number of threads that send to browsers, unless virtual threads are
	 * enabled.
	 */
	private int maxThreads = 32;

	public Duration getHeartbeatInterval() {
		return this.heartbeatInterval;
	}

	public void setHeartbeatInterval(Duration heartbeatInterval) {
		this.heartbeatInterval = heartbeatInterval;
	}

	public DataSize getMaxBufferSize() {
		return this.maxBufferSize;
	}

	public void setMaxBufferSize(DataSize maxBufferSize) {
		this.maxBufferSize = maxBufferSize;
	}

	public int getMaxThreads() {
		return this.maxThreads;
	}

	public void setMaxThreads(int maxThreads) {
		this.maxThreads = maxThreads;
	}

	RunSseEmitters.Settings settings() {
		return new RunSseEmitters.Settings(this.heartbeatInterval, Math.toIntExact(this.maxBufferSize.toBytes()));
	}

	@Override
	public void afterPropertiesSet() {
		PropertyRange.under("openai.run.web")
			.atLeast("heartbeat-interval", this.heartbeatInterval, Duration.ofMillis(1))
			.atLeast("max-buffer-size", this.maxBufferSize, DataSize.ofBytes(1))
			.atLeast("max-threads", this.maxThreads, 1);
	}

}
