package io.github.openairun.autoconfigure;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerProperties;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindingPostProcessor;
import org.springframework.core.PriorityOrdered;

/**
 * The interval of heartbeats if the application does not set it. That of db-scheduler
 * would leave the runs of a killed node alone for half an hour. Times the limit of
 * db-scheduler, this one is longer than clocks of nodes may differ, which is a minute.
 */
class SchedulerDefaults implements BeanPostProcessor, PriorityOrdered {

	private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof DbSchedulerProperties properties) {
			properties.setHeartbeatInterval(HEARTBEAT_INTERVAL);
		}
		return bean;
	}

	/**
	 * Return the precedence over {@link ConfigurationPropertiesBindingPostProcessor},
	 * which sets what the application has configured.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
