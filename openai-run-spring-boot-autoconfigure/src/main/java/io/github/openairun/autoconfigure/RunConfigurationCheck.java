package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.openairun.Assistant;
import io.github.openairun.RunOperations;
import io.github.openairun.tool.ToolHandlerRegistrar;

/**
 * Finds out when an application starts whether what it configures can work, although
 * nothing may use it yet. An application that configures nothing does not pay for it.
 */
class RunConfigurationCheck implements InitializingBean, SmartInitializingSingleton {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("openai.run");

	private final ListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	RunConfigurationCheck(ListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public void afterPropertiesSet() {
		new ConnectionCheck(this.beanFactory, this.environment).check();
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (isConfigured()) {
			this.beanFactory.getBeanProvider(RunOperations.class).getIfUnique();
			this.beanFactory.getBeanProvider(ToolHandlerRegistrar.class)
				.ifAvailable(ToolHandlerRegistrar::afterSingletonsInstantiated);
			new AssistantsCheck(this.beanFactory, this.environment).check();
		}
	}

	private boolean isConfigured() {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.containsDescendantOf(PREFIX) != ConfigurationPropertyState.ABSENT) {
				return true;
			}
		}
		return this.beanFactory.getBeanNamesForType(Assistant.class, true, false).length > 0;
	}

}
