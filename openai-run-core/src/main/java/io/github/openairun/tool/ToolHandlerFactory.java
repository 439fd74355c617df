package io.github.openairun.tool;

import java.lang.reflect.Method;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolHandler;
import io.github.openairun.tool.ToolHandlerMethod.Declaration;
import io.github.openairun.tool.ToolHandlerMethod.ParameterValues;
import io.github.openairun.tool.schema.ToolParameter;
import io.github.openairun.tool.schema.ToolSchema;
import io.github.openairun.tool.schema.ToolSchemaGenerator;

/**
 * Makes handlers of methods: names and schema are settled once, at start, and so is
 * binding where something can be wrong with it.
 */
final class ToolHandlerFactory {

	private static final Log logger = LogFactory.getLog(ToolHandlerFactory.class);

	private static final int MAX_DESCRIPTION = 1024;

	private static final boolean VALIDATION = ClassUtils.isPresent("jakarta.validation.Validator",
			ToolHandlerFactory.class.getClassLoader());

	private final BeanFactory beanFactory;

	private final ToolSchemaGenerator schemas;

	private final ArgumentBinders binders;

	private final ToolSettingsReader settings;

	private final @Nullable JakartaArgumentValidators validators;

	/**
	 * Create a factory.
	 * @param beanFactory has the beans, and what describes and binds their parameters
	 */
	ToolHandlerFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.schemas = schemas(beanFactory);
		JsonMapper mapper = ArgumentMapper.of(mapper(beanFactory));
		this.binders = new ArgumentBinders(mapper);
		this.settings = new ToolSettingsReader(beanFactory);
		this.validators = VALIDATION ? JakartaArgumentValidators.find(beanFactory, mapper) : null;
	}

	private static JsonMapper mapper(BeanFactory beanFactory) {
		return beanFactory.getBeanProvider(JsonMapper.class).getIfAvailable(JsonMapper::shared);
	}

	/** Return the application's own generator, or one that asks its mapper. */
	static ToolSchemaGenerator schemas(BeanFactory beanFactory) {
		return beanFactory.getBeanProvider(ToolSchemaGenerator.class)
			.getIfAvailable(() -> new JacksonToolSchemaGenerator(mapper(beanFactory)));
	}

	ToolSchemaGenerator schemas() {
		return this.schemas;
	}

	/** Return what makes tools of registrations, with the same means. */
	ToolRegistrations registrations() {
		return new ToolRegistrations(this.schemas, this.binders, this.validators);
	}

	ToolHandlerMethod create(String beanName, Class<?> beanClass, Method method, ToolHandler annotation) {
		String place = ToolHandlerChecks.describe(beanName, method);
		String name = name(method, annotation);
		if (!ToolDefinition.isLegalName(name)) {
			throw new ToolDeclarationException("The tool name '" + name + "' of " + place + " is not legal.",
					"Set @ToolHandler(name = \"...\") to 1 to 64 characters out of letters, digits, '_' and '-'.");
		}
		KotlinHandlers.checkCallable(method, place);
		if (AsyncResults.needsReactor(method.getReturnType())) {
			throw new ToolDeclarationException(
					"The tool handler " + place + " returns a " + method.getReturnType().getSimpleName()
							+ ", whose elements can only be collected by Reactor.",
					"Add io.projectreactor:reactor-core, or return a CompletionStage or a List.");
		}
		HandlerParameters parameters = HandlerParameters.of(beanClass, method, this.binders, place);
		ToolSchema schema = schema(parameters.described(), annotation.strict(), place);
		if (annotation.strict()) {
			logRelaxations(name, schema);
		}
		requireWithinLimits(schema, place);
		String description = StringUtils.hasText(annotation.description()) ? annotation.description() : null;
		requireShort(description, name, place);
		ToolDefinition definition = new ToolDefinition(name, description, schema.json(), schema.strict());
		return new ToolHandlerMethod(
				new Declaration(definition, this.settings.of(annotation, place), ResultType.of(method, beanClass)),
				this.beanFactory, beanName, method, new ParameterValues(this.binders.create(parameters),
						parameters.injected(), validator(beanClass, method, parameters)));
	}

	/** Return the name of the tool that a method handles. */
	static String name(Method method, ToolHandler annotation) {
		return StringUtils.hasText(annotation.name()) ? annotation.name() : KotlinHandlers.name(method);
	}

	/** Refuse a description that the API refuses. */
	static void requireShort(@Nullable String description, String name, String place) {
		if (description != null && description.length() > MAX_DESCRIPTION) {
			throw new ToolDeclarationException(
					"The description of the tool '" + name + "', which is " + place + ", has " + description.length()
							+ " characters, and the API allows " + MAX_DESCRIPTION + ".",
					"Shorten it, and describe the parameters with @ToolParam.", new IllegalArgumentException(
							"A description must not have more than " + MAX_DESCRIPTION + " characters"));
		}
	}

	/** Say why a tool is not strict that would like to be. */
	static void logRelaxations(String name, ToolSchema schema) {
		if (!schema.strict()) {
			logger.info("Tool '" + name + "' is offered without strict mode, because "
					+ String.join(", ", schema.relaxations()));
		}
	}

	private ArgumentValidator validator(Class<?> beanClass, Method method, HandlerParameters parameters) {
		return (this.validators != null) ? this.validators.create(beanClass, method, parameters)
				: ArgumentValidator.NONE;
	}

	private ToolSchema schema(List<ToolParameter> parameters, boolean strict, String place) {
		try {
			return strict ? this.schemas.forParameters(parameters)
					: this.schemas.forParametersWithoutStrictMode(parameters);
		}
		catch (RuntimeException ex) {
			throw new ToolDeclarationException(
					"The parameters of the tool handler " + place + " cannot be described: " + ex.getMessage() + ".",
					"Change the type of the parameter, or declare a ToolSchemaGenerator bean that can describe it.",
					ex);
		}
	}

	private static void requireWithinLimits(ToolSchema schema, String place) {
		String excess = schema.strict() ? SchemaLimits.exceeded(schema) : null;
		if (excess != null) {
			throw new ToolDeclarationException("The parameters of the tool handler " + place + " have " + excess + ".",
					"Make them smaller, or set @ToolHandler(strict = false).");
		}
	}

}
