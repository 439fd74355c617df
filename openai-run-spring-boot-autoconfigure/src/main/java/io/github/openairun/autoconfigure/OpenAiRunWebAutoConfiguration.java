package io.github.openairun.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.github.openairun.RunOperations;
import io.github.openairun.web.RunSseEmitters;

/**
 * {@link AutoConfiguration Auto-configuration} for runs whose events a browser is sent by
 * Spring MVC.
 */
@Lazy
@AutoConfiguration(after = OpenAiRunAutoConfiguration.class)
@ConditionalOnClass(SseEmitter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(RunSseEmitters.class)
@EnableConfigurationProperties(OpenAiRunWebProperties.class)
public final class OpenAiRunWebAutoConfiguration {

	@Bean
	WebThreads openAiRunWebThreads(OpenAiRunWebProperties properties, Environment environment) {
		return new WebThreads(Threading.VIRTUAL.isActive(environment), properties.getMaxThreads());
	}

	@Bean
	RunSseEmitters runSseEmitters(RunOperations runs, WebThreads openAiRunWebThreads,
			OpenAiRunWebProperties properties) {
		return new RunSseEmitters(runs, openAiRunWebThreads.executor(), openAiRunWebThreads.scheduler(),
				properties.settings());
	}

}
