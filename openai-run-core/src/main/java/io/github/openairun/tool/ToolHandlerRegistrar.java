package io.github.openairun.tool;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.Assert;

import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Registers the {@link io.github.openairun.ToolHandler} methods of all beans as tools,
 * once all singletons exist. If there is a handler, its schema is generated and its
 * arguments are bound by the {@code ToolSchemaGenerator} and the {@code JsonMapper} of
 * the bean factory.
 *
 * @since 0.1.0
 */
public final class ToolHandlerRegistrar implements SmartInitializingSingleton, BeanFactoryAware {

	private final DefaultToolRegistry registry = new DefaultToolRegistry();

	private @Nullable BeanFactory beanFactory;

	private volatile @Nullable ToolSchemaGenerator schemas;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Register the handlers, unless they are registered.
	 * @throws ToolDeclarationException if a method cannot be a handler as it is declared
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.registry.isFilled()) {
			return;
		}
		ToolHandlerScanner scanner = new ToolHandlerScanner(beanFactory());
		this.registry.fill(scanner.scan());
		this.schemas = scanner.schemas();
	}

	private ConfigurableListableBeanFactory beanFactory() {
		Assert.state(this.beanFactory instanceof ConfigurableListableBeanFactory,
				"Tool handlers can only be found in a ConfigurableListableBeanFactory");
		return (ConfigurableListableBeanFactory) this.beanFactory;
	}

	/**
	 * Return the registered tools.
	 * @return the registry, which refuses to answer until all singletons exist
	 */
	public ToolRegistry registry() {
		return this.registry;
	}

	/**
	 * Return the generator of schemas: the application's own, or one that uses its
	 * mapper.
	 * @return the generator of the handlers' schemas
	 */
	public ToolSchemaGenerator schemas() {
		ToolSchemaGenerator known = this.schemas;
		if (known == null) {
			known = RegisteredToolFactory.schemas(beanFactory());
			this.schemas = known;
		}
		return known;
	}

	DefaultToolRegistry tools() {
		return this.registry;
	}

}
