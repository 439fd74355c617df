package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;
import reactor.core.publisher.Flux;

import io.github.openairun.RunOperations;
import io.github.openairun.web.RunFlux;

/**
 * {@link AutoConfiguration Auto-configuration} for runs in reactive applications, if
 * Reactor is on the class path.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = OpenAiRunAutoConfiguration.class)
@ConditionalOnClass(Flux.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OpenAiRunWebProperties.class)
public final class OpenAiRunFluxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RunFlux runFlux(RunOperations runs, @Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler,
			OpenAiRunWebProperties properties) {
		return new RunFlux(runs, scheduler, properties.settings());
	}

}
